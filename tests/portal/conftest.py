from tests.published import _published_once, pages

__all__ = ["_published_once", "pages"]
