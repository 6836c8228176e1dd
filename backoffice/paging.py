"""Pages of long lists: count no further than anybody reads, sort keys alone, fetch in full only what is shown."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django_tables2.data import TableQuerysetData

MAX_COUNT = 10_000
LONG, A_MINUTE = 100, 60  # the count of a list of more than 100 rows may be a minute old


class Rows(TableQuerysetData):
    """The rows of a table. A page is chosen by key first: sorting thousands of rows with all their names is what costs."""

    def __init__(self, data: QuerySet[Any], in_full: Callable[[list[Any]], QuerySet[Any]], place: str = "") -> None:
        """``in_full``: the rows of these keys with all that is shown; ``place``: under which a long count is kept. ``known``:
        the keys of the first rows, where somebody has looked for them before and shows no others."""
        super().__init__(data)
        self.in_full, self.place = in_full, place
        self.known: list[Any] | None = None
        self.first = 0  # how many rows come before the page that was read last

    def keys(self, part: slice) -> list[Any]:
        """The keys of these rows, in their order."""
        return self.known[part] if self.known is not None else list(self.data.values_list("pk", flat=True)[part])

    def __getitem__(self, key: int | slice) -> Any:
        if not isinstance(key, slice):
            return super().__getitem__(key)
        self.first = key.start or 0
        keys = self.keys(key)
        found = {row.pk: row for row in self.in_full(keys)}
        return [found[pk] for pk in keys if pk in found]

    @cached_property
    def counted(self) -> int:
        """How many rows there are; one more than ``MAX_COUNT`` stands for "more than that"."""
        kept = cache.get(self.place) if self.place else None
        if kept is not None:
            return int(kept)
        counted: int = self.data.order_by().values("pk")[: MAX_COUNT + 1].count()
        if self.place and counted > LONG:
            cache.set(self.place, counted, A_MINUTE)
        return counted

    def __len__(self) -> int:
        """The pager's count. The template says "more than" when the table is ``capped``."""
        if not hasattr(self.table, "paginator"):
            return super().__len__()
        self.table.capped = self.counted > MAX_COUNT
        return min(self.counted, MAX_COUNT)
