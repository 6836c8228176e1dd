"""Links of wall screens: make, revoke, note that one was shown. The only writer of ``DisplayLink``."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions.feeds import hashed
from cases.exceptions import BadInput, NotAllowed
from cases.models import DisplayLink, User
from cases.queries import displays

MOST = 10  # screens of one person
NOTED = timedelta(minutes=10)


def make(name: str, *, by: User) -> tuple[DisplayLink, str]:
    """A new address for one screen. Returns the row and the token, which nobody can read again."""
    words = " ".join(name.split())
    if not words:
        raise BadInput(_("Say where the screen hangs."), field="name")
    if not permissions.looks_over_any(by):
        raise NotAllowed(_("Only whoever looks over a place can put its numbers on a screen."))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        if displays.of(by).count() >= MOST:
            raise BadInput(_("At most %(n)s screens at a time: stop one that is no longer used.") % {"n": MOST})
        made = DisplayLink.objects.create(user=by, name=words, token_hash=hashed(token))
    return made, token


def revoke(link: DisplayLink, *, by: User) -> int:
    """The address stops working at once; returns how many did (0 or 1). Only the maker's own."""
    return displays.of(by).filter(pk=link.pk).update(revoked_at=timezone.now())


def shown(link: DisplayLink) -> None:
    """Note that the screen is on; once in ten minutes is enough."""
    now = timezone.now()
    if link.read_at is None or now - link.read_at >= NOTED:
        DisplayLink.objects.filter(pk=link.pk).update(read_at=now)
