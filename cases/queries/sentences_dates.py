"""What a change of the working calendar did, in words: for the log and for messages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases import daywords
from cases.enums import OpenDate


def changed(data: Mapping[str, Any]) -> str:
    """The line of the log; ``data`` as ``actions.recompute`` keeps it."""
    return _("The working calendar has changed (%(source)s): %(count)s open dates moved") % data


def moved(line: Mapping[str, Any], name: str) -> str:
    """One open date that moved; ``name``: what it is the date of, "" for the case itself."""
    what = str(OpenDate(line["what"]).label)
    return _("%(what)s: %(old)s → %(new)s") % {
        "what": _("%(name)s, %(what)s") % {"name": name, "what": what} if name else what,
        "old": daywords.told(line["old"]),
        "new": daywords.told(line["new"]),
    }
