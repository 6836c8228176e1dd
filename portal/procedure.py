"""How an approval goes, as the law and the record have it: conditions, steps, where it is handed in, how to complain and appeal."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases.enums import ItemType, UnitKind
from cases.models import ApprovalItem, Unit
from cases.queries import facts
from portal import reading

# What an authority decides, so that its decision can be reviewed; the rest is agreed on, done oneself, or a service.
DECIDED = {
    ItemType.LICENCE, ItemType.OTHER_POWER, ItemType.CONFIRMATION, ItemType.FILING, ItemType.TECHNICAL_REVIEW
}  # fmt: skip
REVIEW_DAYS, SUIT_MONTHS, SUIT_AFTER_REVIEW_DAYS = 60, 6, 15  # 行政复议法 §20, 行政诉讼法 §46 and §45
ONCE_DAYS, DELIVERY_DAYS = 5, 10  # 行政许可法 §32 and §44
MOST_WINDOWS = 60


@dataclass(frozen=True)
class Point:
    """One line, and the section of the page that says more (its id)."""

    text: str
    section: str = ""


@dataclass(frozen=True)
class Procedure:
    """What the guide says beside limits and papers."""

    conditions: list[Point] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    appeals: list[tuple[str, str]] = field(default_factory=list)


def of(item: ApprovalItem, before: reading.Predecessors, core: int) -> Procedure:
    """The procedure of an item; ``core`` papers are indispensable."""
    return Procedure(list(_conditions(item, before, core)), _steps(item), _appeals(item))


def _conditions(item: ApprovalItem, before: reading.Predecessors, core: int) -> list[Point]:
    found = []
    if item.rule:
        found.append(
            Point(_("Your project is one of those that need it: %(rule)s") % {"rule": facts.Words().rule(item.rule)})
        )
    count = len(before.all_of) + len(before.any_of) + len(before.milestones)
    if count:
        said = ngettext(
            "What has to come first is there: %(n)d point", "What has to come first is there: %(n)d points", count
        )
        found.append(Point(said % {"n": count}, "before"))
    if core:
        said = ngettext(
            "The core paper is complete and in legal form: %(n)d paper",
            "The core papers are complete and in legal form: %(n)d papers",
            core,
        )
        found.append(Point(said % {"n": core}, "materials"))
    if item.kind in DECIDED:
        found.append(Point(_("The authority is competent, and what is stated is true: the applicant answers for it.")))
    return found


def _steps(item: ApprovalItem) -> list[tuple[str, str]]:
    """What happens, in order."""
    limit, promise = reading.limit_words(item), reading.promise_words(item)
    if item.kind == ItemType.INTERMEDIARY:
        return [
            (pgettext("provider", "Choose"), _("You choose the provider yourself; nobody may name one to you.")),
            (_("Agree"), _("Work, price and dates stand in the contract between you and the provider.")),
            (_("Receive"), _("You get: %(result)s") % {"result": item.result}),
        ]
    if item.kind == ItemType.SELF:
        return [(_("Do it yourself"), item.note or item.reason or item.result), (_("Keep it at hand"), item.result)]
    once = _(
        "Complete and in legal form: accepted. Otherwise you are told at once, or within %(n)d working days, "
        "everything that is missing; without a word it counts as accepted on the day of receipt."
    ) % {"n": ONCE_DAYS}
    days, result = {"limit": limit, "promise": promise}, {"result": item.result, "n": DELIVERY_DAYS}
    decided, delivered = _("Limit in law: %(limit)s. Promised: %(promise)s.") % days, _("You get: %(result)s") % result
    if item.kind == ItemType.LICENCE:
        decided = (
            _(
                "Limit in law: %(limit)s. Promised: %(promise)s. Hearings, inspections, tests and expert reviews are "
                "not counted; you are told in writing how long they take."
            )
            % days
        )
        delivered = _("You get: %(result)s. It is delivered within %(n)d working days of the decision.") % result
    return [
        (_("Apply"), _("Online or at the window of the department; entrusted to the service, the agent hands it in for you.")),
        (_("Acceptance"), once),
        (_("Review and decision"), decided),
        (_("Result"), delivered),
    ]  # fmt: skip


def _appeals(item: ApprovalItem) -> list[tuple[str, str]]:
    """What the law gives to whoever does not agree with a decision."""
    if item.kind not in DECIDED:
        return []
    review = _(
        "Apply for administrative reconsideration within %(days)d days of the day on which you learned of the"
        " decision, with the people's government of the same level, or as the decision itself says."
    ) % {"days": REVIEW_DAYS}
    suit = _(
        "Or sue at the people's court within %(months)d months of that day; after a reconsideration that does"
        " not satisfy you, within %(days)d days of receiving it."
    ) % {"months": SUIT_MONTHS, "days": SUIT_AFTER_REVIEW_DAYS}
    return [(_("Administrative reconsideration"), review), (_("Administrative lawsuit"), suit)]


def windows(item: ApprovalItem) -> QuerySet[Unit]:
    """Where it is handed in: the offices of the line of business at the level that decides, with office numbers only."""
    kinds = (UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.AGENCY)
    found = Unit.objects.filter(departments=item.department_id, region__level=item.level, kind__in=kinds)
    return found.select_related("region").order_by("region__path", "code")[:MOST_WINDOWS]
