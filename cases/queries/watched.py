"""A date that the ladder watches, as its sources name it (domain C.7, P-070)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from cases.models import User


@dataclass(frozen=True)
class Watched:
    """A date that is watched: what, by when, whose it is; ``words`` names it in the reader's language.

    ``heads`` are told of the higher steps beside those whom the case knows, ``over`` of supervision and conference; ``address`` is
    where the thing is done. ``rested`` and ``stands`` are those of ``urging.Matter``: what stands still keeps its step and takes none.
    """

    what: str
    label: str
    due: date
    people: tuple[User, ...]
    words: Callable[[], str]
    heads: tuple[User, ...] = ()
    over: tuple[User, ...] = ()
    address: str = ""
    rested: int = 0
    stands: bool = False

    @property
    def key(self) -> tuple[str, str, date]:
        return (self.what, self.label, self.due)


# Dates outside cases; each app adds what it knows (``watched_outside`` here, reviews of pages in the portal).
Source = Callable[[date], Iterable[Watched]]
