"""The door between the desk and the knowledge base: the desk asks for a draft, the publishing side says how one is made.

The two fronts do not know each other; the publishing side puts its maker here when it starts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cases.models import PublicLetter, User


@dataclass(frozen=True)
class Draft:
    """An entry that was made: what it is called, and where editors go on with it."""

    title: str
    edit_url: str


@dataclass
class _Door:
    make: Callable[[PublicLetter, User], Draft] | None = None
    find: Callable[[PublicLetter], Draft | None] | None = None


_door = _Door()


def open_with(make: Callable[[PublicLetter, User], Draft], find: Callable[[PublicLetter], Draft | None]) -> None:
    """Called once at the start by the publishing side."""
    _door.make, _door.find = make, find


def draft_of(letter: PublicLetter) -> Draft | None:
    """The entry made of a letter, if there is one."""
    return _door.find(letter) if _door.find else None


def make_draft(letter: PublicLetter, *, by: User) -> Draft:
    """An entry from an answered question, without personal data; a second time finds the first."""
    if _door.make is None:
        raise RuntimeError("no publishing side has opened the door to the knowledge base")
    return _door.make(letter, by)
