"""Publish the duties and contacts of a place: every version stays as it was (W-030)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.exceptions import BadInput, NotAllowed
from cases.models import DutyList, Region, User
from cases.queries import duties, staffing


def publish(region: Region, *, note: str, by: User) -> DutyList:
    """A new version from the posts and chief contacts of today; one that would say the same is refused."""
    if not staffing.in_reach(by, region):
        raise NotAllowed(_("Only an administrator or the head of an agency of this place can do this."))
    with transaction.atomic():
        # The place is the lock: two who publish at once make two versions or one refusal, never two of one number.
        Region.objects.select_for_update().get(pk=region.pk)
        rows = duties.draft(region)
        if not rows:
            raise BadInput(_("Nobody holds a post there yet: there is nothing to publish."))
        last = DutyList.objects.filter(region=region).first()
        if last is not None and last.rows == rows:
            raise BadInput(_("The list says the same as version %(number)s.") % {"number": last.number})
        return DutyList.objects.create(
            region=region, number=last.number + 1 if last else 1, rows=rows, note=note.strip()[:200], published_by=by,
            published_at=timezone.now(),
        )  # fmt: skip
