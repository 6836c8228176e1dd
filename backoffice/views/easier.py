"""The section of the easier ways: the chain of pre-approvals, late papers, commitments, parallel groups, policy labels."""

from typing import Any

from backoffice.access import OFFICER
from backoffice.views.case import CasePage
from cases import permissions
from cases.enums import Action, Flag, ItemStatus
from cases.enums_easier import PreApprovalStatus
from cases.models import CaseItem, PreApproval
from cases.queries import easier as readers
from cases.queries import prechain


class Easier(CasePage):
    """What was made of the easier ways, and what may be begun."""

    permission = OFFICER
    template_name = "office/case/easier.html"
    tab = "case_easier"

    def section(self) -> dict[str, Any]:
        case, user = self.case, self.request.user
        chain = prechain.chain(case)
        gaps, commitments = list(readers.gaps_of(case)), list(readers.commitments_of(case))
        return {
            "chain": chain,
            "chain_names": prechain.names(chain),
            "chain_breaks": prechain.breaks(chain),
            "preapprovals": [self.preapproval(row, one) for row in chain if (one := row.preapproval)],
            "gaps": [{"gap": row, "works": self.works(row.case_item, Action.DEFER_MATERIAL)} for row in gaps],
            "commitments": [{"row": row, "works": self.works(row.case_item, Action.COMMIT)} for row in commitments],
            "groups": case.parallel_groups.select_related("document__file").prefetch_related("items__item"),
            "labels": case.labels.select_related("handler", "by").prefetch_related("points__ticked_by"),
            "may_group": permissions.may(user, Action.HANDLE_TOGETHER, case),
            "may_label": permissions.may(user, Action.SET_LABEL, case),
            "may_tick": permissions.may(user, Action.TICK_LABEL, case),
            "open_items": self.open_items(readers.under_way(chain, gaps, commitments)),
        }

    def works(self, item: CaseItem, action: Action) -> bool:
        return permissions.may(self.request.user, action, self.case, item)

    def preapproval(self, row: prechain.ChainRow, one: PreApproval) -> dict[str, Any]:
        works = self.works(row.item, Action.PRE_APPROVE)
        met = one.status == PreApprovalStatus.ISSUED and all(condition.met_on for condition in row.conditions)
        applied = row.item.status not in {ItemStatus.CONFIRMED, ItemStatus.RECEIVED}
        return {
            "row": row,
            "one": one,
            "tone": "late" if row.hold == prechain.Hold.BROKEN else "",
            "document": one.document,
            "works": works,
            "ready": met and applied and not row.shaky,
            "accept_first": met and not applied,
        }

    def open_items(self, used: readers.UnderWay) -> list[dict[str, Any]]:
        """Items before their decision to which one of the ways is open, with the ways that this person may begin."""
        found = []
        for item in readers.before_decision(self.case):
            late = [paper for paper in item.materials.all() if paper.may_be_late and paper.pk not in used.late]
            gap = bool(late) and item.item.gap != Flag.NO
            row = {
                "item": item,
                "preapproval": item.item.preapproval != Flag.NO
                and item.pk not in used.preapproved
                and self.works(item, Action.PRE_APPROVE),
                "gap": gap and self.works(item, Action.DEFER_MATERIAL),
                "commitment": item.item.commitment != Flag.NO
                and item.pk not in used.committed
                and self.works(item, Action.COMMIT),
            }
            if row["preapproval"] or row["gap"] or row["commitment"]:
                found.append(row)
        return found
