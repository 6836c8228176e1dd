"""What every template may use: the brand of the site and the reader's modes."""

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from home.models import SiteSettings
from home.words import is_chinese

BRAND_KEY = "site.brand"


def site(request: HttpRequest) -> dict[str, object]:
    """``site_brand`` and the modes from cookies."""
    return {
        "site_brand": brand(english=not is_chinese()),
        "mode": {name: request.COOKIES.get(name, "") for name in ("size", "contrast", "theme")},
    }


def brand(*, english: bool) -> dict[str, str]:
    """Name, contact and identifiers in one language, from the cache: every page of the house shows them."""
    both: dict[bool, dict[str, str]] | None = cache.get(BRAND_KEY)
    if both is None:
        row = SiteSettings.objects.filter(site__is_default_site=True).first() or SiteSettings()
        both = {language: row.brand(language) for language in (True, False)}
        cache.set(BRAND_KEY, both, 3600)
    return both[english]


def forget_brand(**_signal: object) -> None:
    """Settings were saved. After commit, or the old ones would be read back."""
    transaction.on_commit(lambda: cache.delete(BRAND_KEY))
