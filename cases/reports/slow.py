"""Where the time goes: the items that take longest, and what their time is made of."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.counting import Lines
from cases.enums_reports import Rhythm
from cases.queries import sentences, statistics
from cases.reports import parts
from cases.reports.base import Column, Content, Kind, Scope, Table, row
from cases.tally import Ask, Row, Tally

CODES = ("elapsed", "elapsed_median", "approval", "correction", "special", "corrected", "refused")
MOST = 25  # items named


class Slow:
    """By item: from filing to result, on the authority's clock, in correction, in special procedures."""

    code = "slow"
    title = gettext_lazy("Where the time goes")
    question = gettext_lazy(
        "Which items take longest from filing to result, and is it the authority, corrections or special procedures?"
    )
    rhythms = (Rhythm.MONTH, Rhythm.YEAR)
    counted = True

    def since(self, scope: Scope) -> date:
        return scope.period.start

    def asks(self, scope: Scope) -> Sequence[Ask]:
        return [Ask("now", scope.period, CODES), Ask("item", scope.period, CODES, statistics.ITEM)]

    def rows(self, lines: Lines, scope: Scope) -> Iterable[Row]:
        return ()

    def tell(self, tally: Tally, scope: Scope) -> Content:
        found = {code: sums for code, sums in tally.parts("item").items() if sums["elapsed"].of}
        order = sorted(found, key=lambda code: (-(found[code]["elapsed"].value or 0), code))[:MOST]
        names, every = sentences.item_names(order), tally.all("now")
        rows = [
            row(
                names.get(code, code),
                parts.out_of(found[code]["elapsed"], "elapsed", f"&by={statistics.ITEM}&of={code}"),
                *(parts.figure(found[code][one], one, f"&by={statistics.ITEM}&of={code}") for one in CODES),
            )
            for code in order
        ]
        if rows:
            rows.append(
                row(
                    _("All items"),
                    parts.out_of(every["elapsed"], "elapsed"),
                    *(parts.figure(every[one], one) for one in CODES),
                )
            )
        columns = (Column(_("Item"), Kind.LONG), Column(_("Items decided"), parts.N), *parts.headed(CODES))
        note = _("At most %(n)s items, those that took longest first. Working days.") % {"n": MOST}
        said = _(
            "From filing to result an item took %(elapsed)s in the mean: %(approval)s with the authority, "
            "%(correction)s in correction, %(special)s in special procedures."
        )
        words = {code: parts.said(every[code], code) for code in CODES}
        table = Table(_("By item"), columns, tuple(rows), note, chart=2)
        tables = (table, parts.definitions(CODES))
        return Content((said % words,), tables, parts.short(every, CODES[:5]), parts.unfinished(scope))
