"""What is asked, and in which order: first the facts that decide much, then stage by stage what is still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.enums import Need
from cases.models import CategoryRule, ProjectCategory, ProjectFact, Stage
from cases.queries import facts
from cases.queries.proposal import Proposal
from cases.reference import faults

# Asked although no rule may name it: an application cannot do without it.
ALWAYS = frozenset({"investment"})


def facts_of(category: ProjectCategory) -> list[ProjectFact]:
    """The facts that matter to this category, in the administrators' order."""
    cells = CategoryRule.objects.filter(category=category, item__active=True).exclude(need=Need.NOT_NEEDED)
    wanted = facts.asked_by(cells.exclude(item__rule=None).values_list("item__rule", flat=True)) | ALWAYS
    return list(ProjectFact.objects.filter(active=True, code__in=wanted))


@dataclass(frozen=True)
class Group:
    """The open questions of one stage."""

    stage: Stage
    rows: list[Proposal]

    def codes(self) -> list[str]:
        return [row.item.code for row in self.rows]

    def answered(self, said: Mapping[str, str]) -> bool:
        return all(code in said for code in self.codes())


def groups(proposals: Iterable[Proposal]) -> list[Group]:
    """Questions that nothing known decides, by stage. One that hangs on another open question waits for that one."""
    every = list(proposals)
    open_items = {row.item.code for row in every if row.answer is None}
    found: dict[int, Group] = {}
    for row in every:
        if row.group == "depends" and not (row.answer is None and waits(row, open_items)):
            found.setdefault(row.item.stage_id, Group(row.item.stage, [])).rows.append(row)
    return list(found.values())


def waits(row: Proposal, open_items: Iterable[str]) -> list[str]:
    """The items whose open answer would decide this one."""
    return sorted(faults.named(row.item.rule) & set(open_items))


def next_group(every: list[Group], said: Mapping[str, str]) -> Group | None:
    """The first group with a question that has no answer, not even “not sure”."""
    return next((group for group in every if not group.answered(said)), None)
