"""What a change of the working calendar did, in words: for the log and for messages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases import daywords
from cases.enums import OpenDate
from cases.queries import calendars, milestones


def provisional(words: str) -> str:
    """What is said of a day that may still move (domain D.2): 2027年1月4日（暂按）."""
    return _("%(day)s (provisional)") % {"day": words}


def told(value: object) -> str:
    """A counted day as a message keeps it, in words; one in a year whose holidays are not published says so."""
    words, text = daywords.told(value), str(value or "")
    if not daywords.ISO_DAY.fullmatch(text):
        return words
    return provisional(words) if calendars.current().is_provisional(date.fromisoformat(text)) else words


def changed(data: Mapping[str, Any]) -> str:
    """The line of the log; ``data`` as ``actions.recompute`` keeps it."""
    return _("The working calendar has changed (%(source)s): %(count)s open dates moved") % data


def moved(line: Mapping[str, Any], name: str) -> str:
    """One open date that moved; ``name``: what it is the date of, "" for the case itself."""
    if line["what"] == OpenDate.MILESTONE:
        return _milestone(line)
    what = str(OpenDate(line["what"]).label)
    return _("%(what)s: %(old)s → %(new)s") % {
        "what": _("%(name)s, %(what)s") % {"name": name, "what": what} if name else what,
        "old": told(line["old"]),
        "new": told(line["new"]),
    }


def _milestone(line: Mapping[str, Any]) -> str:
    name, old, new = milestones.word(line["name"]), told(line["old"]), told(line["new"])
    if not new:
        return _("%(name)s: %(old)s → no date yet") % {"name": name, "old": old}
    if not old:
        return _("%(name)s: %(new)s") % {"name": name, "new": new}
    return _("%(name)s: %(old)s → %(new)s") % {"name": name, "old": old, "new": new}
