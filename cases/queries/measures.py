"""The lawful ways to be sooner that the catalogue offers for a set of items (W-053 to W-056, W-075 to W-077, C.9).

What is offered follows from the data: the flags of an item, which of its papers may be late, what these papers are the
result of, the stages. The risk weights compare; they measure nothing: 1 where only work is organised otherwise, 2 where
a result waits for a late paper and handling ends if it never comes, 3 where a whole review may have been in vain, 4 where
the result itself can be taken back; one more where the catalogue says “under conditions”. 拿地即开工 puts all reviews before
the land at stake at once: 6. They are this project's own (certainty C) and stand here alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cases.enums import Flag, ItemType
from cases.models import ApprovalItem
from cases.queries import measure_words as words
from cases.queries.roadmap import task_of
from cases.scheduling import Overlap
from cases.strategies import Effect, Kind, Measure

RISK = {
    Kind.PARALLEL: 1,
    Kind.ACCEPT_AND_CERTIFY: 1,
    Kind.GAP: 2,
    Kind.PREAPPROVAL: 3,
    Kind.COMMITMENT: 4,
    Kind.LAND_AND_BUILD: 6,
}
# Working days in which a formal document is exchanged for a pre-approval, or a late paper taken in (W-055; “four permits
# within two working days of the land contract” was reached with it, domain B).
EXCHANGE = 1
# The items by which two policies are defined (C.9).
LAND, START = "L08", "C05"
ACCEPTANCE, FILING, CERTIFICATE = "V01", "V08", "V14"


def offered(items: Iterable[ApprovalItem]) -> tuple[Measure, ...]:
    """Every measure for these items, with what excludes what. Links, stages and materials should be prefetched.

    One item takes one way. A pre-approval is material for the next pre-approval only (W-056): what is accepted with a gap
    or together with an item cannot stand on that item's pre-approval.
    """
    catalogue = {item.code: item for item in items}
    found: list[Measure] = []
    for item in catalogue.values():
        found += [
            measure for make in (_parallel, _preapproval, _gap, _commitment) if (measure := make(item, catalogue))
        ]
    found += [measure for make in (_land_and_build, _accept_and_certify) if (measure := make(catalogue))]
    return tuple(_with_exclusions(found))


def _with_exclusions(measures: list[Measure]) -> list[Measure]:
    by_item: dict[str, set[str]] = {}
    for measure in measures:
        for code in measure.effects:
            by_item.setdefault(code, set()).add(measure.key)
    known = {measure.key for measure in measures}
    made = []
    for measure in measures:
        excluded = {key for code in measure.effects for key in by_item[code]} - {measure.key}
        if measure.kind in (Kind.GAP, Kind.PARALLEL):
            befores = {overlap.before for effect in measure.effects.values() for overlap in effect.overlaps}
            excluded |= {f"{before}:{Kind.PREAPPROVAL}" for before in befores} & known
        made.append(replace(measure, excludes=frozenset(excluded)))
    return made


def _before(item: ApprovalItem, catalogue: Mapping[str, ApprovalItem]) -> list[ApprovalItem]:
    """What the item follows within the set, without those whose results it reviews: no review begins without its papers."""
    named = task_of(item, 0).predecessors()
    return [catalogue[code] for code in sorted(named) if code in catalogue and not _prepares(catalogue[code])]


def _prepares(item: ApprovalItem) -> bool:
    return item.kind in (ItemType.INTERMEDIARY, ItemType.SELF)


def _risk(kind: Kind, flag: str) -> int:
    return RISK[kind] + (flag == Flag.CONDITIONAL)


def _parallel(item: ApprovalItem, catalogue: Mapping[str, ApprovalItem]) -> Measure | None:
    """并联受理: one form for the matters of a stage. Not for what no department waits for, like the land or the tender."""

    def waits(one: ApprovalItem) -> bool:
        return one.gap != Flag.NO or one.preapproval != Flag.NO

    if not item.stage.is_main or _prepares(item) or not waits(item):
        return None
    others = [one for one in _before(item, catalogue) if one.stage_id == item.stage_id and waits(one)]
    if not others:
        return None
    effect = Effect(overlaps=tuple(Overlap(one.code, "begun") for one in others))
    return _measure(item, Kind.PARALLEL, effect, Flag.YES, others)


def _preapproval(item: ApprovalItem, catalogue: Mapping[str, ApprovalItem]) -> Measure | None:
    """预审批: on the pre-approval of the link before, if there is one of that kind; else once it has been accepted."""
    others = [] if item.preapproval == Flag.NO else _before(item, catalogue)
    if not others:
        return None
    effect = Effect(
        overlaps=tuple(
            Overlap(one.code, "begun" if one.preapproval == Flag.NO else "reviewed", EXCHANGE) for one in others
        )
    )
    return _measure(item, Kind.PREAPPROVAL, effect, item.preapproval, others)


def _gap(item: ApprovalItem, catalogue: Mapping[str, ApprovalItem]) -> Measure | None:
    """容缺受理: only for predecessors whose result may be handed in late, and of which no core paper is made."""
    if item.gap == Flag.NO:
        return None
    late: dict[str, list[str]] = {}
    firm: set[str] = set()
    for paper in item.materials.all():
        for source in paper.result_of.all():
            if paper.may_be_late:
                late.setdefault(source.code, []).append(paper.name)
            else:
                firm.add(source.code)
    named = task_of(item, 0).predecessors() & catalogue.keys()
    codes = [code for code in sorted(late) if code in named and code not in firm]
    if not codes:
        return None
    effect = Effect(overlaps=tuple(Overlap(code, "begun", EXCHANGE) for code in codes))
    papers = list(dict.fromkeys(paper for code in codes for paper in late[code]))
    return Measure(
        item.code,
        Kind.GAP,
        {item.code: effect},
        _risk(Kind.GAP, item.gap),
        words.conditions(Kind.GAP, papers, item.gap),
        words.promises(Kind.GAP, papers),
    )


def _commitment(item: ApprovalItem, catalogue: Mapping[str, ApprovalItem]) -> Measure | None:
    """告知承诺: the result at once; what has to come before it still has to."""
    if item.commitment == Flag.NO:
        return None
    return _measure(item, Kind.COMMITMENT, Effect(days=0), item.commitment, [])


def _measure(item: ApprovalItem, kind: Kind, effect: Effect, flag: str, others: list[ApprovalItem]) -> Measure:
    names = [one.name for one in others]
    risk = _risk(kind, flag)
    return Measure(
        item.code, kind, {item.code: effect}, risk, words.conditions(kind, names, flag), words.promises(kind, names)
    )


def _land_and_build(catalogue: Mapping[str, ApprovalItem]) -> Measure | None:
    """拿地即开工: what can be reviewed beforehand between the land and the start of construction is; papers follow the land."""
    behind = _behind(catalogue, LAND)
    members = behind & _leading(catalogue, START)
    members = {code for code in members if catalogue[code].preapproval != Flag.NO}
    if LAND not in catalogue or START not in members:
        return None
    effects: dict[str, Effect] = {}
    for code in sorted(members):
        overlaps = []
        for before in sorted(task_of(catalogue[code], 0).predecessors()):
            if before in members:
                overlaps.append(Overlap(before, "reviewed"))
            elif before == LAND or before in behind:
                overlaps.append(Overlap(before, "open", EXCHANGE))
        effects[code] = Effect(overlaps=tuple(overlaps))
    names = [catalogue[code].name for code in effects]
    kind = Kind.LAND_AND_BUILD
    return Measure(
        LAND, kind, effects, RISK[kind], words.conditions(kind, names, Flag.YES), words.promises(kind, names)
    )


def _behind(catalogue: Mapping[str, ApprovalItem], first: str) -> set[str]:
    """Everything that needs an item, directly or through others (recommendations apart)."""
    found = {first}
    while more := {code for code in catalogue if code not in found and not found.isdisjoint(_hard(catalogue[code]))}:
        found |= more
    return found - {first}


def _leading(catalogue: Mapping[str, ApprovalItem], last: str) -> set[str]:
    """An item and everything it needs."""
    found: set[str] = set()
    todo = [last]
    while todo:
        code = todo.pop()
        if code in catalogue and code not in found:
            found.add(code)
            todo += _hard(catalogue[code])
    return found


def _hard(item: ApprovalItem) -> set[str]:
    return replace(task_of(item, 0), soft=()).predecessors()


def _accept_and_certify(catalogue: Mapping[str, ApprovalItem]) -> Measure | None:
    """验收即发证: joint acceptance takes over the filing, and the registry has reviewed beforehand (C.9)."""
    if CERTIFICATE not in catalogue:
        return None
    others = [one.code for one in _before(catalogue[CERTIFICATE], catalogue)]
    if not others:
        return None
    effects = {CERTIFICATE: Effect(overlaps=tuple(Overlap(code, "begun") for code in others))}
    if {FILING, ACCEPTANCE} <= catalogue.keys():
        effects[FILING] = Effect(overlaps=(Overlap(ACCEPTANCE, "begun"),))
    kind, names = Kind.ACCEPT_AND_CERTIFY, [catalogue[code].name for code in others]
    return Measure(
        CERTIFICATE, kind, effects, RISK[kind], words.conditions(kind, names, Flag.YES), words.promises(kind, names)
    )
