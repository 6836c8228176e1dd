"""People of the service and the posts they hold. Administrators only; every change leaves a version, posts are never deleted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import permissions
from cases.enums import PostRole
from cases.enums_staff import StaffSource
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import ApprovalItem, Post, ProjectCategory, ReferenceVersion, Stage, Unit, User, WorkGroup
from cases.queries import handover


def _allowed(by: User) -> None:
    if not permissions.may_administer(by):
        raise NotAllowed(_("Only an administrator can name people and posts."))


def _write(post: Post, reason: str, by: User) -> None:
    """A version under the person's address; the same kind of trace that reference rows leave."""
    said: dict[str, Any] = {
        "name": post.user.name,
        "unit": post.unit.code,
        "role": post.role,
        "group": post.group.code if post.group else "",
        "since": post.since.isoformat(),
        "until": post.until.isoformat() if post.until else "",
        "categories": sorted(row.code for row in post.categories.all()),
        "stages": sorted(row.code for row in post.stages.all()),
        "items": sorted(row.code for row in post.items.all()),
        "fields": post.fields,
        "source": post.source,
    }
    key = f"{post.user_id}/{post.pk}"
    last = ReferenceVersion.objects.filter(model="post", key=key).values_list("number", flat=True).first() or 0
    ReferenceVersion.objects.create(model="post", key=key, number=last + 1, data=said, reason=reason, changed_by=by)


def create_officer(*, email: str, name: str, phone: str = "", by: User) -> User:
    """An account for somebody of the service, without a password: the first sign-in is by a code sent to the address."""
    _allowed(by)
    address, name = email.strip().lower(), name.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise BadInput(_("This is not an e-mail address."), field="email")
    if not name:
        raise BadInput(_("Enter the name."), field="name")
    if User.objects.filter(email=address).exists():
        raise BadInput(_("There is an account with this address already. Open it and appoint it."), field="email")
    return User.objects.create_user(address, None, name=name, phone=phone.strip())


def appoint(
    user: User,
    *,
    unit: Unit,
    role: str,
    since: date,
    reason: str,
    group: WorkGroup | None = None,
    categories: Sequence[ProjectCategory] = (),
    stages: Sequence[Stage] = (),
    items: Sequence[ApprovalItem] = (),
    fields: str = "",
    source: str = StaffSource.OWN,
    by: User,
) -> Post:
    """Give a person a post from a day on, with its speciality (W-021 to W-027, P-050 to P-052). A group agent needs the group."""
    _allowed(by)
    if not reason.strip():
        raise BadInput(_("Say why: the reason is kept with the change."), field="reason")
    if (role == PostRole.GROUP_AGENT) != (group is not None):
        raise BadInput(_("A group agent needs a group, and nobody else has one."), field="group")
    with transaction.atomic():
        # The row of the person is the lock: the same form sent twice makes one post.
        User.objects.select_for_update().get(pk=user.pk)
        held = Post.objects.filter(user=user, unit=unit, role=role, until__isnull=True)
        if held.exists():
            raise BadInput(_("%(name)s holds this post already.") % {"name": user.name}, field="role")
        post = Post.objects.create(
            user=user, unit=unit, role=role, since=since, group=group, fields=fields.strip(), source=source,
            entry_reason=reason.strip()[:200],
        )  # fmt: skip
        post.categories.set(categories)
        post.stages.set(stages)
        post.items.set(items)
        _write(post, reason.strip()[:200], by)
    return post


def dismiss(post: Post, *, until: date, reason: str, by: User) -> Post:
    """End a post on a day. The last administrator cannot be lost."""
    _allowed(by)
    if not reason.strip():
        raise BadInput(_("Say why: the reason is kept with the change."), field="reason")
    with transaction.atomic():
        fresh = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        if fresh.until is not None:
            raise CaseError(_("This post has ended already."))
        if until < fresh.since:
            raise BadInput(_("A post cannot end before it began."), field="until")
        others = Post.objects.active().filter(role=PostRole.ADMINISTRATOR, user__is_active=True).exclude(pk=fresh.pk)
        if (
            fresh.role == PostRole.ADMINISTRATOR
            and not others.filter(until__isnull=True, since__lte=timezone.localdate()).exists()
        ):
            raise CaseError(_("This is the last administrator: appoint another one first."))
        _refuse_with_work(fresh)
        fresh.until, fresh.exit_reason = until, reason.strip()[:200]
        fresh.save(update_fields=["until", "exit_reason"])
        _write(fresh, reason.strip()[:200], by)
    return fresh


def _refuse_with_work(post: Post) -> None:
    """Nobody goes while work is in his hands that no other post of his could go on with (P-091)."""
    if post.role in permissions.NO_VOICE:
        return
    others = Post.objects.active().filter(user=post.user).exclude(pk=post.pk).exclude(role__in=permissions.NO_VOICE)
    count = 0 if others.exists() else len(handover.pieces(post.user))
    if count:
        words = ngettext(
            "One piece of open work is still with this person: a head of the agency hands it over first.",
            "%(count)s pieces of open work are still with this person: a head of the agency hands them over first.",
            count,
        )  # fmt: skip
        raise CaseError(words % {"count": count})


def first_administrator(*, email: str, name: str, unit: Unit) -> User:
    """Whom a new installation begins with. Refused as soon as there is an administrator: from then on they appoint each other."""
    with transaction.atomic():
        if Post.objects.active().filter(role=PostRole.ADMINISTRATOR, user__is_active=True).exists():
            raise CaseError(_("There is an administrator already. Ask them to appoint you."))
        address = email.strip().lower()
        user = User.objects.filter(email=address).first() or User.objects.create_user(address, None, name=name.strip())
        post = Post.objects.create(user=user, unit=unit, role=PostRole.ADMINISTRATOR, since=timezone.localdate())
        _write(post, "first administrator", user)
    return user
