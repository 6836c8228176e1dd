"""The straight way of both schemes through the real actions, and what must be true at its end."""

import pytest

from cases.actions import events, finishing
from cases.enums import Action, CaseStatus, DocumentKind, Side
from cases.management.demo import walks
from cases.models import Case, Notice, Signature
from cases.queries import story
from cases.transitions import TABLE
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in


@pytest.mark.req("W-034", "W-050", "W-051", "W-052", "W-072", "W-073")
def test_a_weifang_case_walks_from_draft_to_archive(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.CLOSED)
    finishing.evaluate(case, level=5, comment="很好", by=cast.wang)
    walks.archive(Case.objects.get(pk=case.pk), cast.chen)
    case.refresh_from_db()
    assert case.status == CaseStatus.ARCHIVED
    assert set(case.documents.values_list("kind", flat=True)) == {
        DocumentKind.RECEIPT, DocumentKind.AGREEMENT, DocumentKind.MINUTES, DocumentKind.NOTIFICATION,
        DocumentKind.ROADMAP, DocumentKind.COMPLETION,
    }  # fmt: skip
    assert events.broken_link(case) is None
    assert Signature.objects.filter(document__case=case, side=Side.ENTERPRISE).count() == 2
    assert Notice.objects.filter(case=case, recipient=cast.wang, kind="closed").count() == 0  # the one who acted knows
    assert Notice.objects.filter(case=case, recipient=cast.li, kind="closed").count() == 1


@pytest.mark.req("P-021", "P-022", "P-023", "P-060", "P-061", "P-062", "P-063", "P-064", "P-076")
def test_a_pulandian_case_walks_from_draft_to_archive(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.ARCHIVED, PULANDIAN)
    kinds = set(case.documents.values_list("kind", flat=True))
    assert {DocumentKind.AUTHORISATION, DocumentKind.FLOW_TABLE, DocumentKind.COMPLETION} <= kinds
    assert case.flow_tables.filter(filed_at__isnull=True).count() == 0
    assert case.flow_tables.filter(no_items=True).exists()  # the dispatch group says that it has none
    assert Notice.objects.filter(case=case, kind="signed_agency", recipient=cast.groups["land_planning"]).count() == 1
    assert events.broken_link(case) is None


@pytest.mark.parametrize("region", [SHOUGUANG, PULANDIAN])
def test_every_status_of_the_straight_way_tells_whose_turn_it_is(cast: Cast, region: str) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, region)
    turn = story.whose_turn(case)
    assert turn.side == "agency"
    assert turn.due == case.next_due
    assert [step.state for step in story.stages(case)].count("current") == 1


def test_each_button_shown_is_a_step_of_the_table(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    for user in (cast.wang, cast.li, cast.chen, cast.sun, cast.feng, cast.zhao):
        for action in story.possible(case, user):
            assert (CaseStatus(case.status), action) in TABLE
    assert story.possible(case, cast.zhao) == []
    # A supervisor decides nothing in a case, but may order a unit to act (W-095).
    assert set(story.possible(case, cast.feng)) == {Action.SUPERVISE, Action.CHECK_ORDER}
