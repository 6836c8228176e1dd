"""What an appraisal counts: the facts of a period by unit and by person, each with what it gave to which criterion (P-092).

A unit that assists answers for the cases it handles with all their items, a deciding unit for its items, a person for the
cases whose first contact the person is, and for the items that are the person's (``counting.answers_for``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from cases import appraisal as law
from cases import findings, indicators
from cases.counting import GroupKey, ItemLine, Lines, Period, parts
from cases.enums import PostRole, UnitKind
from cases.enums_appraisal import ROWS, Measure, Subject
from cases.enums_findings import CircularKind, CircularStatus
from cases.models import (
    AppraisalCriterion,
    AppraisalFigure,
    AppraisalSheet,
    Case,
    Circular,
    Finding,
    Post,
    ReferenceVersion,
    Region,
    Unit,
)
from cases.queries import past_limit, reference, statistics, summaries, tree
from cases.queries.past_limit import Late

AGENTS = (PostRole.SERVICE_AGENT, PostRole.PROCESS_GUIDE, PostRole.GROUP_AGENT, PostRole.UNIT_AGENT)
Found = dict[str, dict[str, list[int]]]
"""{what is read: {key of a fact: [how many, out of how many]}}."""


@dataclass(frozen=True)
class Party:
    """A unit, or a person of it."""

    subject: Subject
    unit: int
    person: int | None = None


def unit_of(measure: str) -> str:
    """How a value of it is made of its facts."""
    return law.COUNT if measure in ROWS else indicators.INDICATORS[measure].unit.value


def rules() -> dict[str, dict[str, Any]]:
    """{subject: the sheet in use}, each criterion with the version of its row: what an appraisal keeps."""
    names = [reference.model_name(kind) for kind in (AppraisalSheet, AppraisalCriterion)]
    known = ReferenceVersion.objects.filter(model__in=names).values_list("model", "key").annotate(Max("number"))
    numbers = {(model, key): number for model, key, number in known}

    def version(row: Any) -> int:
        return int(numbers.get((reference.model_name(row), reference.identity(row)), 1))

    return {
        sheet.subject: {
            "code": sheet.code,
            "name_zh": sheet.name_zh,
            "name_en": sheet.name_en,
            "least": sheet.least,
            "version": version(sheet),
            "criteria": [_said(row, version(row)) for row in sheet.criteria.all() if row.active],
        }
        for sheet in AppraisalSheet.objects.filter(active=True).prefetch_related("criteria__sheet")
    }


def _said(row: AppraisalCriterion, version: int) -> dict[str, Any]:
    numbers = {name: str(getattr(row, name)) for name in ("zero_at", "full_at", "off")}
    words = {name: getattr(row, name) for name in ("measure", "weight", "way", "name_zh", "name_en")}
    return {"code": reference.identity(row), "version": version, **words, **numbers}


def parties(region: Region, day: date) -> list[Party]:
    """Every unit of the place that assists or decides, and its agents in post on the day; who holds two posts counts once."""
    units = Unit.objects.filter(tree.inside(region)).exclude(kind=UnitKind.OFFICE).order_by("region__code", "code")
    kinds = dict(units.values_list("pk", "kind"))
    found = [Party(Subject.AGENCY if kind == UnitKind.AGENCY else Subject.DEPARTMENT, pk) for pk, kind in kinds.items()]
    posts = Post.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day, unit__in=list(kinds))
    held = posts.filter(role__in=AGENTS, user__is_active=True).order_by("pk").values_list("user", "unit").reverse()
    people = dict(held)  # the post held longest, written last, stays
    return found + [Party(Subject.PERSON, unit, user) for user, unit in sorted(people.items())]


def facts(region: Region, since: date, until: date, day: date) -> dict[Party, Found]:
    """What happened in the period to everybody appraised, as it stands on ``day``; whoever has no fact at all is left out."""
    everybody = parties(region, day)
    found: dict[Party, Found] = {}
    for part in statistics.in_parts(summaries.counted(region, since), since, day, statistics.MANY):
        add(found, of_part(part, everybody, Period(since, until), day))
    add(found, of_rows(region, everybody, since, until))
    return found


def add(found: dict[Party, Found], more: Mapping[Party, Found]) -> None:
    """Join what another part gave: a fact belongs to one case, so no key is there twice."""
    for party, measures in more.items():
        mine = found.setdefault(party, {})
        for measure, held in measures.items():
            mine.setdefault(measure, {}).update(held)


def of_part(part: Lines, everybody: Iterable[Party], period: Period, day: date) -> dict[Party, Found]:
    """What these cases give to everybody appraised."""
    found: dict[Party, Found] = {}
    for key, party, lines in _slices(part, *_by_key(everybody), day):
        for measure, gave in _gave(lines, period):
            found.setdefault(party, {}).setdefault(measure, {})[key] = gave
    return found


def of_rows(region: Region, everybody: Iterable[Party], since: date, until: date) -> dict[Party, Found]:
    """What findings and notices give to everybody appraised."""
    found: dict[Party, Found] = {}
    units, people = _by_key(everybody)
    for measure, key, unit, person in _rows(region, since, until):
        for concerned in (units.get(unit), people.get(person or 0)):
            if concerned:
                found.setdefault(concerned, {}).setdefault(measure, {})[key] = [1, 1]
    return found


def _by_key(everybody: Iterable[Party]) -> tuple[dict[int, Party], dict[int, Party]]:
    every = list(everybody)
    people = {party.person: party for party in every if party.person is not None}
    return {party.unit: party for party in every if party.person is None}, people


def packed(found: Mapping[Party, Found]) -> list[list[Any]]:
    """As JSON has it."""
    return [[party.subject.value, party.unit, party.person, measures] for party, measures in found.items()]


def unpacked(data: list[list[Any]]) -> dict[Party, Found]:
    """The same read again."""
    return {Party(Subject(subject), unit, person): measures for subject, unit, person, measures in data}


def past(figure: AppraisalFigure, keys: Sequence[int]) -> Mapping[int, list[Late]]:
    """What of these cases made the figure smaller: the items past their limit for which the unit or the person answers.

    Read from the facts as they stand now; other figures than those of the promised limit ask for nothing.
    """
    result, row = figure.result, figure.result.appraisal
    said = next(one for one in row.rules[result.subject]["criteria"] if one["code"] == figure.code)
    if said["measure"] not in past_limit.LIMITED or not keys:
        return {}
    day, period = row.counted_on, Period(row.since, row.until)
    whose = _by_key([Party(Subject(result.subject), result.unit_id, result.person_id)])
    slices = _slices(statistics.part(keys, row.since, day), *whose, day)
    found = [line for _key, _party, own in slices for line in past_limit.lines(said["measure"], own, period)]
    return past_limit.of_cases(found, min(row.until, day))


def _slices(
    part: Lines, units: dict[int, Party], people: dict[int, Party], day: date
) -> Iterator[tuple[str, Party, Lines]]:
    """What of each case is whose."""
    keys = [line.key for line in part.cases]
    handling = dict(Case.objects.filter(pk__in=keys).order_by().values_list("pk", "handling_unit"))
    items = defaultdict[int, list[ItemLine]](list)
    for item in part.items:
        items[item.case].append(item)
    for line in part.cases:
        key, theirs = f"case:{line.key}", _by_party(items[line.key], units, people)
        handles, lead = units.get(handling[line.key]), people.get(_group(line.groups, statistics.AGENT))
        if handles:
            yield key, handles, Lines([line], items[line.key], day)
        if lead:
            yield key, lead, Lines([line], theirs.get(lead, []), day)
        for party, own in theirs.items():
            if party not in (handles, lead):
                yield key, party, Lines([], own, day)


def _group(groups: Iterable[GroupKey], by: str) -> Any:
    """The one part to which a line belongs, split in this way."""
    return parts(groups, by)[0]


def _by_party(
    items: Iterable[ItemLine], units: dict[int, Party], people: dict[int, Party]
) -> dict[Party, list[ItemLine]]:
    found: dict[Party, list[ItemLine]] = {}
    for item in items:
        unit, agent = (_group(item.groups, by) for by in (statistics.UNIT, statistics.AGENT))
        for party in (units.get(unit), people.get(agent)):
            if party:
                found.setdefault(party, []).append(item)
    return found


def _gave(lines: Lines, period: Period) -> Iterator[tuple[str, list[int]]]:
    """What these lines give to each measure that they have anything to do with."""
    for measure in Measure:
        if measure not in ROWS:
            figure = indicators.INDICATORS[measure].rule(lines, period)
            if figure.of:
                yield measure.value, [figure.count, figure.of]


def _rows(region: Region, since: date, until: date) -> Iterator[tuple[str, str, int, int | None]]:
    """Findings that stand and notices that are issued, by the day on which that was decided."""
    stands = Finding.objects.filter(tree.inside(region, "unit__region__path"), status__in=findings.STANDS)
    for pk, at, unit, person in stands.order_by("pk").values_list("pk", "decided_at", "unit", "person"):
        if since <= timezone.localdate(at) <= until:
            yield Measure.FINDINGS.value, f"finding:{pk}", unit, person
    issued = Circular.objects.filter(tree.inside(region, "unit__region__path"), status=CircularStatus.ISSUED)
    names = {CircularKind.PRAISE: Measure.PRAISE, CircularKind.CRITICISM: Measure.CRITICISM}
    for row in issued.order_by("pk"):
        if row.issued_at and since <= timezone.localdate(row.issued_at) <= until:
            yield names[CircularKind(row.kind)].value, f"circular:{row.pk}", row.unit_id, row.person_id
