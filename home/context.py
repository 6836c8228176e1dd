"""What every template may use: the brand of the site and the reader's modes."""

from django.http import HttpRequest

from home import pagecache
from home.models import SiteSettings
from home.words import is_chinese


def site(request: HttpRequest) -> dict[str, object]:
    """``site_brand`` and the modes from cookies."""
    return {
        "site_brand": brand(english=not is_chinese()),
        "mode": {name: request.COOKIES.get(name, "") for name in ("size", "contrast", "theme")},
    }


def brand(*, english: bool) -> dict[str, str]:
    """Name, contact and identifiers in one language: every page of the house shows them."""
    return pagecache.held("brand", _both_brands)[english]


def _both_brands() -> dict[bool, dict[str, str]]:
    row = SiteSettings.objects.filter(site__is_default_site=True).first() or SiteSettings()
    return {language: row.brand(language) for language in (True, False)}
