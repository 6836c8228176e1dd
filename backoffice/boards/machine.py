"""Cards about the installation: what is measured has no list behind it, so each says what it means."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.boards.panels import Card
from cases.daywords import date_words
from cases.queries import operations
from home.words import filesize

ROOM_PERCENT, ROOM_LEAST = 20, 10  # of the disk: below, something should be done; below, at once
DAYS_SOON, DAYS_LEAST = 60, 14  # until the calendar ends
MINUTES = 15  # a mail that nobody has touched for so long


def queue(_reader: object) -> Card:
    """Tasks for the worker."""
    waiting = operations.queued()
    return Card(_("Tasks in the queue"), str(number_format(waiting)), said=_("a task is a line for the worker"))


def oldest(_reader: object) -> Card:
    """How long the oldest mail waits."""
    since = operations.oldest_mail()
    if since is None:
        return Card(_("Oldest mail waiting"), "—", said=_("no mail waits"))
    minutes = int((timezone.now() - since).total_seconds() // 60)
    words = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    late = minutes >= MINUTES
    said = (
        _("the worker may stand still: look whether its service runs")
        if late
        else _("what is gathered for a person waits ten minutes")
    )
    return Card(_("Oldest mail waiting"), words, said=said, tone="late" if late else "")


def room(_reader: object) -> Card:
    """The disk under the store."""
    found = operations.room()
    tone = "late" if found.percent < ROOM_LEAST else "due" if found.percent < ROOM_PERCENT else ""
    said = _("%(percent)s %% of %(total)s") % {"percent": found.percent, "total": filesize(found.total)}
    return Card(_("Free room on the disk"), filesize(found.free), said=said, tone=tone)


def files(_reader: object) -> Card:
    """What is stored."""
    rows = operations.stored()
    count = sum(n for _kind, n, _size in rows)
    said = ngettext("%(n)d file", "%(n)d files", count) % {"n": count}
    return Card(_("Files in the store"), filesize(sum(size for _kind, _n, size in rows)), said=said)


def calendar(_reader: object) -> Card:
    """How far the working calendar reaches."""
    last, left = operations.calendar_left(timezone.localdate())
    label, url = _("Working calendar certain until"), f"{reverse('office:calendar_notice')}"
    if last is None or left is None:
        return Card(label, "—", said=_("no certain day: enter the notice of the year"), tone="late", page=url)
    tone = "late" if left < DAYS_LEAST else "due" if left < DAYS_SOON else ""
    said = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left} if left >= 0 else _("it has run out")
    return Card(label, date_words(last, short=True), said=said, tone=tone, page=url)


def kinds() -> list[tuple[str, float, str]]:
    """The room taken by each kind of file, as bars."""
    return [
        (str(kind.label), float(size), f"{filesize(size)} · {number_format(n)}")
        for kind, n, size in operations.stored()
    ]
