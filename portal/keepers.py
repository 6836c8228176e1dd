"""Who keeps the pages of the start content: named once, when there is somebody to name; later it is the editors' business."""

from django.db import transaction
from wagtail.models import Page

from cases.models import User
from home.models import HomePage, PublicPage
from portal.editorial import PROMOTERS
from portal.models import StandardPage
from portal.models.base import ListPage

# The site itself is the administrator's; what it says is the promoter's.
SITE = (HomePage, ListPage, StandardPage)


def appoint() -> int:
    """Name a keeper for every page, as long as none has one; the number of pages that got one."""
    people = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    promoter = people.filter(groups__name=PROMOTERS).first()
    administrator = people.filter(is_superuser=True).first() or promoter
    promoter = promoter or administrator
    pages = [page for page in Page.objects.specific() if isinstance(page, PublicPage)]
    if promoter is None or administrator is None or any(page.keeper_id for page in pages):
        return 0
    with transaction.atomic():
        for page in pages:
            _give(page, administrator if isinstance(page, SITE) else promoter)
    return len(pages)


def _give(page: PublicPage, keeper: User) -> None:
    """To the page, and to the version that an editor opens next."""
    type(page).objects.filter(pk=page.pk).update(keeper=keeper)
    revision = page.latest_revision
    if revision is not None:
        revision.content["keeper"] = keeper.pk
        revision.save(update_fields=["content"])
