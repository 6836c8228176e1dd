"""Chief contacts: exactly one for each item, or category, of a place (W-032). The database holds it; what was stays readable."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.exceptions import BadInput, NotAllowed
from cases.models import ApprovalItem, ChiefContact, ProjectCategory, Region, Unit, User


def may_name(by: User, region: Region) -> bool:
    """An administrator, or a head of an agency of the place or of one above it."""
    above = set(region.path.split("/"))
    return permissions.may_administer(by) or any(
        post.role in permissions.CHIEF_ROLES and post.unit.region.code in above for post in by.active_posts
    )


def name(
    *,
    region: Region,
    user: User,
    unit: Unit,
    item: ApprovalItem | None = None,
    category: ProjectCategory | None = None,
    reason: str,
    by: User,
) -> ChiefContact:
    """Name the contact; the one before is replaced on the same day and stays on record."""
    if not may_name(by, region):
        raise NotAllowed(_("Chief contacts are named by an administrator or by the head of the agency of the place."))
    if (item is None) == (category is None):
        raise BadInput(_("A chief contact answers for one item or for one category."), field="item")
    if not reason.strip():
        raise BadInput(_("Say why: the reason is kept with the change."), field="reason")
    if not any(post.unit_id == unit.pk and post.role not in permissions.NO_VOICE for post in user.active_posts):
        raise BadInput(
            _("%(name)s does not hold a post in %(unit)s today.") % {"name": user.name, "unit": unit.name}, field="user"
        )
    with transaction.atomic():
        # The place is the lock: two who name at once come one after the other, and one contact remains.
        Region.objects.select_for_update().get(pk=region.pk)
        before = ChiefContact.objects.filter(region=region, item=item, category=category, until__isnull=True)
        if before.filter(user=user, unit=unit).exists():
            raise BadInput(_("%(name)s is the chief contact already.") % {"name": user.name}, field="user")
        before.update(until=timezone.localdate())
        return ChiefContact.objects.create(
            region=region, user=user, unit=unit, item=item, category=category, reason=reason.strip()[:200], named_by=by
        )
