"""Codes to follow a case without signing in: made when it is sent, renewed by the enterprise. The only writer of ``ProgressCode``."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import checkcodes
from cases.exceptions import CaseError, NotAllowed
from cases.models import Case, ProgressCode, User


def give(case: Case, *, by: User | None) -> ProgressCode:
    """The code of the case, made now if it has none."""
    return ProgressCode.objects.get_or_create(case=case, defaults={"made_by": by})[0]


def renew(case: Case, *, by: User) -> ProgressCode:
    """A new code; the one before stops working at once. For the enterprise alone: it is its secret."""
    if case.enterprise_id not in by.member_of:
        raise NotAllowed(_("Only the enterprise can renew its progress code."))
    if not case.number:
        raise CaseError(_("The case has no number yet: send the application first."))
    with transaction.atomic():
        made = ProgressCode.objects.select_for_update().get(pk=give(case, by=by).pk)
        made.code, made.made_at, made.made_by = checkcodes.make(), timezone.now(), by
        made.save(update_fields=["code", "made_at", "made_by"])
    return made
