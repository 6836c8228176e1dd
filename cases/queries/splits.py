"""An indicator split by parts: by which it can be, what each part is called, and what it comes to in a period and the one before.

A case has no department, stage, level or item of its own, only its items have. What counts cases (``Of.CASES``) counts each for
every part that its items belong to: such parts overlap and do not add up. What is said of a case as a whole (``Of.COURSE``)
is said of none of its items, so it is not split by these at all.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import tally
from cases.counting import REMAINDER, Figure, GroupKey, Lines, Period
from cases.enums import Level
from cases.indicators import INDICATORS, Indicator, Of
from cases.models import ProjectCategory, Region, ServiceScheme, Stage, Unit, User
from cases.queries import sentences
from cases.queries.statistics import AGENT, CATEGORY, ITEM, LEVEL, OF_ITEMS, REGION, SCHEME, STAGE, UNIT, Reading

PARTS = {
    REGION: _("Region"), CATEGORY: _("Category of project"), SCHEME: _("Scheme"), STAGE: _("Stage"),
    LEVEL: _("Level of authority"), UNIT: _("Department"), AGENT: _("Agent"), ITEM: _("Item"),
}  # fmt: skip
NAMED: dict[str, type[Any]] = {
    REGION: Region,
    CATEGORY: ProjectCategory,
    SCHEME: ServiceScheme,
    STAGE: Stage,
    UNIT: Unit,
    AGENT: User,
}


@dataclass(frozen=True)
class Group:
    """A part of the lines with its name, a region, a stage, a unit …: what it comes to now and in the period before."""

    key: GroupKey
    name: str
    reading: Reading

    @property
    def figure(self) -> Figure:
        return self.reading.now


def ways(indicator: Indicator) -> dict[str, str | Promise]:
    """By what an indicator can be split."""
    return {by: name for by, name in PARTS.items() if indicator.of != Of.COURSE or by not in OF_ITEMS}


def overlap(indicator: Indicator, by: str) -> bool:
    """Whether one case counts for several parts."""
    return indicator.of == Of.CASES and by in OF_ITEMS


def note(codes: Collection[str], by: str) -> str:
    """What has to be said beside figures split in this way; nothing where the parts add up."""
    if not any(overlap(INDICATORS[code], by) for code in codes):
        return ""
    return gettext(
        "A case counts for every part that one of its items belongs to: figures of cases overlap and do not add up to the whole."
    )


def split(counted: Lines, period: Period, indicator: Indicator, by: str) -> list[Group]:
    """An indicator for each part that occurs and has a value, in the order in which such parts stand elsewhere.

    What belongs to no part is the last of them, if there is anything: where parts do not overlap they add up to the whole.
    """
    if by not in ways(indicator):
        raise ValueError(f"{indicator.code} is not split by {by}")
    before = period.before()
    found = {(by, part): lines for part, lines in tally.by_parts(counted, by).items()}
    rows = [
        Group(key, name, Reading(indicator, indicator.rule(found[key], period), indicator.rule(found[key], before)))
        for key, name in names(by, set(found)).items()
    ]
    return [row for row in rows if told(row.key, row.reading.now) or told(row.key, row.reading.before)]


def told(key: GroupKey, figure: Figure) -> bool:
    """Whether a part is told: it has a value, and of the remainder there is something."""
    return figure.value is not None and bool(key[1] != REMAINDER or figure.of)


def group_key(by: str, part: str) -> GroupKey:
    """The key of a part again, from its text."""
    return by, int(part) if by in NAMED or part == str(REMAINDER) else part


def names(by: str, keys: set[GroupKey]) -> dict[GroupKey, str]:
    """What the parts are called, in the order in which such parts stand elsewhere; the remainder is the last."""
    last: dict[GroupKey, str] = {(by, REMAINDER): gettext("Not named yet")} if (by, REMAINDER) in keys else {}
    if by == LEVEL:
        return {(by, level.value): str(level.label) for level in Level if (by, level.value) in keys} | last
    if by == ITEM:
        named = sentences.item_names(str(code) for _by, code in keys if code != REMAINDER)
        return {(by, code): named[code] for code in sorted(named)} | last
    rows = NAMED[by]._default_manager.filter(pk__in=[key[1] for key in keys])
    return {(by, row.pk): row.name for row in rows} | last
