"""The easier ways that were really made in a case, and the record of an enterprise (W-053 to W-056, W-075 to W-077).

The roadmap's strategies only assume measures; ``made`` says which of them are more than a hope.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.daywords import date_words
from cases.enums import ItemStatus
from cases.enums_easier import CommitmentStatus, GapStatus, LabelKind, PreApprovalStatus
from cases.exceptions import BadInput
from cases.models import (
    Case,
    CaseItem,
    CommitmentStatement,
    DeferredMaterial,
    Enterprise,
    LabelPoint,
    MissingCondition,
    ParallelGroup,
    PolicyLabel,
    PreApproval,
    User,
)
from cases.models.easier import OPEN_COMMITMENT, OPEN_GAP, OPEN_PREAPPROVAL
from cases.queries import cases, prechain
from cases.strategies import Kind
from cases.transitions import FINAL

# How long a broken promise closes the ways that rest on trust; this project's own figure (certainty C).
CREDIT_DAYS = 730
COMMITTED = (CommitmentStatus.SIGNED, CommitmentStatus.GRANTED, CommitmentStatus.KEPT)
BEFORE_DECISION = (
    ItemStatus.CONFIRMED, ItemStatus.RECEIVED, ItemStatus.CORRECTING, ItemStatus.HANDLING, ItemStatus.SPECIAL,
)  # fmt: skip
# The labels that are measures of the roadmap, with the item by which ``queries.measures`` names them.
BY_LABEL = {
    LabelKind.LAND_AND_BUILD: (Kind.LAND_AND_BUILD, "L08"),
    LabelKind.ACCEPT_AND_CERTIFY: (Kind.ACCEPT_AND_CERTIFY, "V14"),
}


def made(case: Case, today: date | None = None) -> set[tuple[str, str]]:
    """{(kind of measure, code of the item)}: what was really done, by its kind in ``strategies.Kind``.

    A pre-approval counts once issued while it holds, and after its exchange; a gap from the signature until it is broken; a
    commitment from the signature until it is found broken; parallel handling once started; a label once every point it
    needs is ticked. ``f"{code}:{kind}"`` is the key of the measure.
    """
    return made_in([case.pk], today).get(case.pk, set()) | _labelled(case)


def made_in(keys: Collection[int], today: date | None = None) -> dict[int, set[tuple[str, str]]]:
    """By case: the same of many cases at once, without the labels."""
    day = today or timezone.localdate()
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for kind, rows in (
        (Kind.PREAPPROVAL, _preapproved(keys, day)),
        (Kind.GAP, DeferredMaterial.objects.filter(status__in=[GapStatus.PROMISED, GapStatus.KEPT])),
        (Kind.COMMITMENT, CommitmentStatement.objects.filter(status__in=COMMITTED)),
    ):
        pairs = rows.filter(case_item__case__in=keys).order_by()
        for case, code in pairs.values_list("case_item__case", "case_item__item__code"):
            found[case].add((kind.value, code))
    groups = ParallelGroup.objects.filter(case__in=keys, started_on__isnull=False).order_by()
    for case, code in groups.values_list("case", "items__item__code"):
        if code:
            found[case].add((Kind.PARALLEL.value, code))
    return found


def keys_made(case: Case, today: date | None = None) -> set[str]:
    """The same as keys of ``strategies.Measure``: what a roadmap no longer has to hope for."""
    return {f"{code}:{kind}" for kind, code in made(case, today)}


def _preapproved(keys: Collection[int], day: date) -> QuerySet[PreApproval]:
    return (
        PreApproval.objects.filter(case_item__case__in=keys)
        .filter(Q(status=PreApprovalStatus.CONVERTED) | Q(status=PreApprovalStatus.ISSUED, valid_until__gte=day))
        .exclude(case_item__status__in=prechain.STOPPED | {ItemStatus.DROPPED})
        .exclude(pk__in=MissingCondition.objects.filter(met_on__isnull=True, due__lt=day).values("preapproval"))
    )


def _labelled(case: Case) -> set[tuple[str, str]]:
    lacking = LabelPoint.objects.filter(label__case=case, needed=True, ticked_on__isnull=True).values("label")
    rows = PolicyLabel.objects.filter(case=case, ended_on__isnull=True, kind__in=list(BY_LABEL)).exclude(pk__in=lacking)
    pairs = (BY_LABEL[LabelKind(kind)] for kind in rows.values_list("kind", flat=True))
    return {(kind.value, code) for kind, code in pairs}


def broken_since(enterprise: Enterprise, today: date | None = None) -> date | None:
    """The last day on which the enterprise broke a promise within the time that counts."""
    since = (today or timezone.localdate()) - timedelta(days=CREDIT_DAYS)
    gaps = DeferredMaterial.objects.filter(
        case_item__case__enterprise=enterprise, status=GapStatus.BROKEN, ended_on__gte=since
    ).values_list("ended_on", flat=True)
    commitments = CommitmentStatement.objects.filter(
        case_item__case__enterprise=enterprise, status=CommitmentStatus.BROKEN, inspected_on__gte=since
    ).values_list("inspected_on", flat=True)
    return max((day for day in (*gaps, *commitments) if day), default=None)


def refuse_without_credit(enterprise: Enterprise) -> None:
    """Whoever broke a promise gets no new result on trust (C.8: no dishonesty record)."""
    broken = broken_since(enterprise)
    if broken is not None:
        raise BadInput(
            _(
                "Rule “credit condition”: the enterprise broke a promise on %(date)s; until %(until)s nothing is done on trust."
            )
            % {"date": date_words(broken), "until": date_words(broken + timedelta(days=CREDIT_DAYS))}
        )


def refuse_unsigned(on: date, signed: date | None) -> None:
    """Nothing rests on a promise before it was signed."""
    if signed is not None and on < signed:
        raise BadInput(
            _("The promise was signed on %(date)s; this cannot lie before it.") % {"date": date_words(signed)},
            field="on",
        )


def before_decision(case: Case) -> QuerySet[CaseItem]:
    """Items of a case that are confirmed and not decided, with their papers."""
    return case.items.filter(status__in=BEFORE_DECISION).select_related("item", "unit").prefetch_related("materials")


@dataclass(frozen=True)
class UnderWay:
    """What a case has of the easier ways already, each can be begun once at a time: keys of items, and of papers promised."""

    preapproved: frozenset[int]
    late: frozenset[int]
    committed: frozenset[int]


def under_way(
    chain: Iterable[prechain.ChainRow], gaps: Iterable[DeferredMaterial], commitments: Iterable[CommitmentStatement]
) -> UnderWay:
    """Read from what the page has read: the chain, ``gaps_of`` and ``commitments_of`` of the case."""
    made = (one for row in chain for one in row.item.preapprovals.all())
    return UnderWay(
        frozenset(one.case_item_id for one in made if one.status in OPEN_PREAPPROVAL),
        frozenset(row.material_id for row in gaps if row.status in OPEN_GAP),
        frozenset(row.case_item_id for row in commitments if row.status in OPEN_COMMITMENT),
    )


def gaps_of(case: Case) -> QuerySet[DeferredMaterial]:
    """Late papers of a case with their promise, the open ones first by their day."""
    rows = DeferredMaterial.objects.filter(case_item__case=case)
    parts = ("case_item__item", "material", "document__file", "fact", "file", "by")
    return rows.select_related(*parts).order_by("due", "pk")


def to_compare(user: User) -> QuerySet[DeferredMaterial]:
    """Late papers that enterprises have handed in and nobody has compared, in the cases of this person's work."""
    mine = cases.mine(user, "case_item__case__")
    found = DeferredMaterial.objects.filter(mine, status=GapStatus.PROMISED, handed_on__isnull=False)
    return found.exclude(case_item__case__status__in=FINAL)


def commitments_of(case: Case) -> QuerySet[CommitmentStatement]:
    """Commitments of a case with their paper and what followed."""
    rows = CommitmentStatement.objects.filter(case_item__case=case)
    return rows.select_related("case_item__item", "document__file", "fact", "consequence", "by").order_by("pk")
