"""The cases behind a figure that asks for the promised limit or for lamps: each names the items that were counted, and why."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import django_tables2 as tables
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from backoffice.tables import CaseExport, CaseTable
from cases.models import Case
from cases.queries.past_limit import Late

Reader = Callable[[set[int]], Mapping[int, Sequence[Late | str]]]


class Naming(tables.Table):
    """``late``: tells of the cases of a page what is past its limit; it is asked once."""

    late = tables.Column(
        accessor="pk", orderable=False, verbose_name=gettext_lazy("Items past the promised limit"),
        attrs={"td": {"class": "long"}},
    )  # fmt: skip

    def __init__(self, *args: Any, late: Reader, **kwargs: Any) -> None:
        self._late = late
        super().__init__(*args, **kwargs)

    @cached_property
    def named(self) -> Mapping[int, Sequence[Late | str]]:
        return self._late({row.record.pk for row in getattr(self, "paginated_rows", self.rows)})

    def render_late(self, record: Case) -> SafeString:
        found = self.named.get(record.pk, [])
        return format_html_join(mark_safe("<br>"), "{}", ((one,) for one in found)) if found else SafeString("–")

    def value_late(self, record: Case) -> str:
        return "\n".join(map(str, self.named.get(record.pk, [])))


class PastLimitTable(Naming, CaseTable):
    """On the page."""

    class Meta(CaseTable.Meta):
        exclude = ("region", "items")  # room for the lamp beside the long column
        sequence = ("number", "late", "project", "...")


class PastLimitExport(Naming, CaseExport):
    """Taken away."""

    class Meta(CaseExport.Meta):
        sequence = ("number", "late", "project", "...")


LIT = tables.Column(
    accessor="pk", orderable=False, verbose_name=gettext_lazy("Items with this lamp"), attrs={"td": {"class": "long"}}
)


class LampTable(PastLimitTable):
    """On the page: the items whose lamp it is."""

    late = LIT

    class Meta(PastLimitTable.Meta):
        pass


class LampExport(PastLimitExport):
    """Taken away."""

    late = LIT

    class Meta(PastLimitExport.Meta):
        pass
