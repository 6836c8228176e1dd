"""Enterprises and their people."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import checks
from cases.actions import moves, notices
from cases.enums import MemberRole
from cases.exceptions import BadInput, NotAllowed
from cases.models import Enterprise, Invitation, Membership, User

INVITATION_LIFE = timedelta(days=14)


def create(*, name: str, uscc: str, address: str = "", legal_representative: str = "", by: User) -> Enterprise:
    """A new enterprise with its creator as the first person who may sign. The code's check character must fit."""
    code = checks.clean_code(uscc)
    if not checks.is_uscc(code):
        raise BadInput(
            _(
                "This is not a valid unified social credit code: it has 18 characters (digits and capital letters "
                "without I, O, S, V, Z) and its last character must fit the others. Copy it from the business licence."
            ),
            field="uscc",
        )
    if not name.strip():
        raise BadInput(_("Enter the name as it stands on the business licence."), field="name")
    taken = _("This enterprise is already registered. Ask one of its people to invite you.")
    waiting = Enterprise.objects.filter(uscc=code, memberships__isnull=True).first()
    if waiting:
        return _claim(waiting, name=name.strip(), address=address, legal_representative=legal_representative, by=by)
    if Enterprise.objects.filter(uscc=code).exists():
        raise BadInput(taken, field="uscc")
    try:
        with transaction.atomic():
            made = Enterprise.objects.create(
                name=name.strip(), uscc=code, address=address, legal_representative=legal_representative, created_by=by
            )
            Membership.objects.create(enterprise=made, user=by, role=MemberRole.OWNER)
    except IntegrityError:  # the same form sent twice at the same moment
        raise BadInput(taken, field="uscc")
    by.__dict__.pop("member_of", None)
    return made


def _claim(held: Enterprise, *, name: str, address: str, legal_representative: str, by: User) -> Enterprise:
    """The first person of an enterprise whose basic data came from another system (W-061): the name must be the same."""
    with transaction.atomic():
        row = Enterprise.objects.select_for_update().get(pk=held.pk)
        if row.memberships.exists():
            raise BadInput(
                _("This enterprise is already registered. Ask one of its people to invite you."), field="uscc"
            )
        if "".join(row.name.split()) != "".join(name.split()):
            raise BadInput(
                _("The enterprise platform knows this code under another name: check both on the business licence."),
                field="name",
            )
        row.address, row.legal_representative = address or row.address, legal_representative or row.legal_representative
        row.save(update_fields=["address", "legal_representative"])
        Membership.objects.create(enterprise=row, user=by, role=MemberRole.OWNER)
    by.__dict__.pop("member_of", None)
    return row


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(enterprise: Enterprise, *, email: str, role: str, by: User) -> tuple[Invitation, str]:
    """Invite a colleague by e-mail. Returns the row and the token; only the token's hash is kept."""
    if by.member_of.get(enterprise.pk) != MemberRole.OWNER:
        raise NotAllowed(_("Only people who may sign for the enterprise can invite others."))
    email = email.strip().lower()
    if enterprise.memberships.filter(user__email=email).exists():
        raise BadInput(_("This person already belongs to the enterprise."), field="email")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        enterprise.invitations.filter(email=email, accepted_at__isnull=True).delete()
        made = Invitation.objects.create(
            enterprise=enterprise,
            email=email,
            role=MemberRole(role),
            token_hash=_hash(token),
            invited_by=by,
            expires_at=timezone.now() + INVITATION_LIFE,
        )
        notices.owe_address(
            email, by, "invitation", {"enterprise": enterprise.name, "inviter": by.name, "path": f"/my/join/{token}/"}
        )
        moves.wake()
    return made, token


def find_invitation(token: str) -> Invitation | None:
    """The open invitation behind a token, if it still holds."""
    return (
        Invitation.objects.filter(token_hash=_hash(token), accepted_at__isnull=True, expires_at__gt=timezone.now())
        .select_related("enterprise", "invited_by")
        .first()
    )


def join(token: str, *, by: User) -> Membership:
    """Accept an invitation with the account that has the invited e-mail address."""
    joined = Membership.objects.filter(user=by, enterprise__invitations__token_hash=_hash(token)).first()
    if joined:  # the same form sent twice
        return joined
    with transaction.atomic():
        found = find_invitation(token)
        if found is None:
            raise BadInput(_("This invitation is no longer valid. Ask your colleague for a new one."))
        if found.email != by.email.lower():
            raise NotAllowed(
                _("This invitation was sent to another e-mail address. Sign in with the account of that address.")
            )
        if not Invitation.objects.filter(pk=found.pk, accepted_at__isnull=True).update(accepted_at=timezone.now()):
            raise BadInput(_("This invitation was already used."))
        place, _made = Membership.objects.get_or_create(
            enterprise=found.enterprise, user=by, defaults={"role": found.role}
        )
    by.__dict__.pop("member_of", None)
    return place
