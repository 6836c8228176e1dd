"""What the log says of a paper that was signed by hand, and of an amount."""

from django.utils import translation

from cases.actions import agreements, finishing
from cases.enums import CaseStatus
from cases.management.demo import walks
from cases.models import Case
from cases.queries import documents, story
from tests.cast import PULANDIAN, Cast, case_in


def test_the_log_tells_handing_in_returning_and_confirming_a_paper_apart(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.AGREEMENT, PULANDIAN, keep={"L01"})
    document = documents.awaiting_enterprise(case)[0]
    first = agreements.hand_in_paper(document, walks.pdf(), by=cast.he)
    agreements.reject_paper(first, reason="无印章", by=cast.liu)
    agreements.confirm_paper(agreements.hand_in_paper(document, walks.pdf(text=b"2"), by=cast.he), by=cast.liu)
    with translation.override("zh-hans"):
        said = [entry.sentence for entry in story.timeline(case, cast.he)]
    newest = [sentence.split("：")[0] for sentence in said[:4]]
    assert newest == ["确认签署件 → 已签约", "提交签署件", "退回签署件", "提交签署件"]


def test_an_investment_is_told_in_hundred_million_yuan(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.ACCEPTED, PULANDIAN, keep={"L01"})
    said = [entry.sentence for entry in story.timeline(case, cast.he) if entry.kind == "accept"]
    assert "3.2 亿元" in said[0]


def test_the_way_ends_with_the_evaluation(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.CLOSED, keep={"L01"})
    assert [step.state for step in story.stages(case)][-2:] == ["done", "current"]
    finishing.evaluate(case, level=5, by=cast.wang)
    assert story.stages(Case.objects.get(pk=case.pk))[-1].state == "done"


def test_a_meeting_is_named_in_the_readers_language(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.NOTIFIED, keep={"L01"})

    def called(language: str) -> str:
        with translation.override(language):
            return next(entry.sentence for entry in story.timeline(case, cast.wang) if entry.kind == "call_meeting")

    assert called("zh-hans") == "召集会议：协调联审会议 1"
    assert called("en") == "Call a meeting: Joint review meeting 1"
