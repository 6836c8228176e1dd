"""Two people in one form: what somebody else changed while it stood open, field by field."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.daywords import date_words
from cases.listwords import listed

LONGEST = 120  # of a longer text only a digest is kept: that it changed, not what it was


@dataclass(frozen=True)
class Change:
    """One field that is no longer what the form showed. ``was``: None when it is not known (new, or a long text)."""

    label: str
    was: str | None
    now: str


def shown(form: forms.Form) -> str:
    """What the form shows before anybody types, to travel with it."""
    return json.dumps({bound.name: _short(_initial(bound)) for bound in _fields(form)}, ensure_ascii=False)


def merge(form: forms.Form, sent: QueryDict) -> list[Change]:
    """Let ``form``, which was built anew and bound to what was sent, take over what others changed meanwhile.

    A field that the person had not touched takes the new value; one that both changed keeps what the person
    typed. Both are marked (``field.meanwhile``), so that sending again is a decision taken with open eyes.
    """
    before = _read(sent.get("shown", ""))
    data = form.data = sent.copy()
    found = []
    for bound in _fields(form) if before else ():
        was, now = before.get(bound.name), _initial(bound)
        if was == _short(now):
            continue
        typed = _listed(bound.field.widget.value_from_datadict(sent, {}, bound.html_name))
        change = Change(str(bound.label), _words(bound, was) if isinstance(was, list) else None, _words(bound, now))
        found.append(change)
        if was is None or _short(typed) == was:
            data.setlist(bound.html_name, now)
            bound.field.meanwhile = _taken(change)
        elif typed != now:
            bound.field.meanwhile = _("Somebody else set this to “%(now)s” meanwhile. What you typed stands here.") % {
                "now": change.now
            }
    data["shown"] = shown(form)
    return found


def _taken(change: Change) -> str:
    if change.was is None:
        return _("Changed meanwhile by somebody else; this is the new state.")
    return _("Changed meanwhile by somebody else: “%(was)s” → “%(now)s”.") % {"was": change.was, "now": change.now}


def _fields(form: forms.Form) -> Iterator[BoundField]:
    """The fields with a value that people see."""
    for bound in form.visible_fields():
        if not bound.field.widget.needs_multipart_form:
            yield bound


def _initial(bound: BoundField) -> list[str]:
    return _listed(bound.field.widget.format_value(bound.field.prepare_value(bound.initial)), bound.initial)


def _listed(value: Any, raw: Any = None) -> list[str]:
    """A value as a browser sends it: the values of the name, in one order, with one kind of line break."""
    if isinstance(raw, bool) or isinstance(value, bool):
        return ["on"] if (raw if isinstance(raw, bool) else value) else []
    values = value if isinstance(value, list | tuple) else [value]
    texts = ("" if one is None else str(one).replace("\r\n", "\n").strip() for one in values)
    return sorted(text for text in texts if text)


def _short(values: list[str]) -> list[str] | str:
    packed = json.dumps(values, ensure_ascii=False)
    return values if len(packed) <= LONGEST else hashlib.sha256(packed.encode()).hexdigest()


def _read(sent: str) -> dict[str, list[str] | str]:
    """What came back of ``shown``; nothing of what somebody made up."""
    try:
        read = json.loads(sent or "{}")
    except ValueError:
        return {}
    known = read.items() if isinstance(read, dict) else ()
    return {name: [str(one) for one in value] if isinstance(value, list) else str(value) for name, value in known}


def _words(bound: BoundField, values: list[str]) -> str:
    """The values as people read them."""
    if isinstance(bound.field, forms.BooleanField):
        return _("yes") if values else _("no")
    if isinstance(bound.field, forms.DateField) and values:
        return date_words(date.fromisoformat(values[0]))
    names = {}
    for key, name in getattr(bound.field, "choices", ()):
        names |= {str(k): str(n) for k, n in name} if isinstance(name, list | tuple) else {str(key): str(name)}
    return listed([names.get(value, value) for value in values]) or _("nothing")
