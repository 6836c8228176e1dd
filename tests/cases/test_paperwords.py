"""Under 0+N both sides sign an agreement (协议), under 1+3+N an authorisation (委托书); nothing said about a case mixes them."""

import pytest
from django.utils import translation

from cases import paperwords
from cases.actions import projects
from cases.enums import Action, CaseStatus
from cases.models import Notice
from cases.queries import letters, sentences, story, worklists
from tests.cases.kit import fresh
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

WORDS = {SHOUGUANG: ("协议", "agreement"), PULANDIAN: ("委托书", "authorisation")}


def said_about(cast: Cast, region: str, language: str) -> str:
    """Everything that badges, heads, stages, buttons, tasks, the log and letters say of a case on its way to the signature."""
    people = [cast.he, cast.liu] if region == PULANDIAN else [cast.wang, cast.chen, cast.sun]
    said = []
    with translation.override(language):
        case = case_in(cast, CaseStatus.SIGNED, region)
        said += [entry.sentence for user in people for entry in story.timeline(case, user)]
        said += [text for notice in Notice.objects.filter(case=case) for text in letters.words(notice, language)]
        for status in (CaseStatus.ACCEPTED, CaseStatus.AGREEMENT, CaseStatus.SIGNED):
            case.status = status
            said += [case.get_status_display(), story.whose_turn(case).sentence]
            said += [step.label for step in story.stages(case)]
        said += [sentences.act(case, action) for action in Action]
        waiting = case_in(cast, CaseStatus.ACCEPTED, region, name="示例等待项目")
        said += [task.sentence for user in people for task in worklists.tasks(user) if task.case.pk == waiting.pk]
    return "\n".join(said).lower()


@pytest.mark.req("W-050", "P-060")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("region", [SHOUGUANG, PULANDIAN])
def test_what_is_signed_is_called_by_its_own_name_everywhere(cast: Cast, region: str, language: str) -> None:
    number = language == "en"
    own, other = WORDS[region][number], WORDS[{SHOUGUANG: PULANDIAN, PULANDIAN: SHOUGUANG}[region]][number]
    said = said_about(cast, region, language).replace("续办委托书", "")
    assert said.count(own) >= 5
    assert other not in said


def test_one_function_gives_the_word() -> None:
    with translation.override("zh-hans"):
        assert [paperwords.signed_paper(kind) for kind in ("agreement", "authorisation")] == ["协议", "委托书"]
        assert paperwords.act("sign_agreement", "authorisation") == "签订委托书"


def test_savings_of_one_person_in_a_row_are_one_line_of_the_log(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.DRAFT)
    before = [entry.sentence for entry in story.timeline(case, cast.jin)]
    for number in range(4):
        projects.change(fresh(case), {"scale": f"建筑面积{number}万平方米"}, by=cast.wang)
    projects.change(fresh(case), {"scale": "建筑面积九万平方米"}, by=cast.li)
    projects.change(fresh(case), {"scale": "建筑面积十万平方米"}, by=cast.wang)
    with translation.override("zh-hans"):
        lines = story.timeline(fresh(case), cast.jin)
    told = [(entry.actor_name, entry.sentence) for entry in lines if entry.kind == "edit"][:3]
    assert [sentence.endswith("次，此为最近一次") for _name, sentence in told] == [False, False, True]
    assert [name for name, _sentence in told] == [cast.wang.name, cast.li.name, cast.wang.name]
    assert lines == sorted(lines, key=lambda entry: entry.at, reverse=True)
    assert case.events.filter(action="edit").count() >= 6  # the log itself keeps every one
    assert len(before) <= len(lines)
    assert [line.sentence for line in story.timeline(fresh(case), cast.jin, limit=2)] == [
        line.sentence for line in story.timeline(fresh(case), cast.jin)[:2]
    ]
