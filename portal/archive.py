"""Pages that are taken down leave a trace: the page stays in the tree as it was, and its address leads to the page above it."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site


def lead_on(sender: type[Page], instance: Page, **_signal: Any) -> None:
    """Unpublished: whoever comes by an old link is led to the nearest page above that is still there."""
    # Start content went up without the editor's button: that it was published is kept all the same.
    Page.objects.filter(pk=instance.pk, first_published_at=None).update(first_published_at=timezone.now())
    site, path = _address(instance)
    above = instance.get_ancestors().live().filter(depth__gt=1).order_by("-depth").first()
    if site is None or not path or above is None:
        return
    Redirect.objects.update_or_create(
        old_path=path, site=site, defaults={"redirect_page": above, "redirect_link": "", "is_permanent": False}
    )


def lead_to(page: Page, successor: Page) -> None:
    """The address of a page that was taken down leads, for good, to the one that replaces it."""
    site, path = _address(page)
    if site is not None and path:
        values = {"redirect_page_id": successor.pk, "redirect_link": "", "is_permanent": True}
        Redirect.objects.update_or_create(old_path=path, site=site, defaults=values)


def stand_again(sender: type[Page], instance: Page, **_signal: Any) -> None:
    """Published again: nothing leads past it any more."""
    site, path = _address(instance)
    if path:
        Redirect.objects.filter(old_path=path, site=site).delete()


def _address(page: Page) -> tuple[Site | None, str]:
    """Site and path under which the page is, or was, to be read."""
    site = next((one for one in Site.objects.all() if page.path.startswith(one.root_page.path)), None)
    if site is None or page.pk == site.root_page_id:
        return site, ""
    path = page.url_path[len(site.root_page.url_path) - 1 :]
    return site, Redirect.normalise_path(path)


def was_published(page: Page) -> bool:
    """Whether readers may ever have seen the page, or one below it."""
    seen = Q(live=True) | Q(first_published_at__isnull=False)
    return bool(page.get_descendants(inclusive=True).filter(seen).exists())
