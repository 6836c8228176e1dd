"""After signing in: keep the ticks, look at what changed, share them, take them back, begin an application with them."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from cases.actions import checklists as actions
from cases.models import Case, MaterialRequirement, SharedTicks, TickedList
from cases.queries import checklists
from tests.cases.test_checklists import some
from tests.cast import PULANDIAN, Cast, case_in, people
from tests.portal.selfservice.test_follow import queries
from tests.portal.selfservice.test_project import basics

pytestmark = pytest.mark.django_db


def keep_url(code: str = "IND", count: int = 3) -> str:
    return f"{reverse('my:keep_ticks')}?{urlencode({'list': code, 't': some(code, count)})}"


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(client, reference: None) -> None:
    answer = client.get(keep_url())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/my/checklists/keep/")


def test_ticks_are_kept_and_shown_with_what_is_missing(cast: Cast, as_) -> None:
    door = as_(cast.wang)
    page = door.get(keep_url())
    assert "3 of " in page.content.decode()
    form = page.context["form"]
    answer = door.post(keep_url(), {"enterprise": cast.heavy.pk, "once": form["once"].value()})
    kept = TickedList.objects.get()
    assert answer["Location"] == reverse("my:checklist", args=[kept.uuid])
    assert (kept.enterprise, kept.by, kept.code) == (cast.heavy, cast.wang, "IND")
    shown = door.get(answer["Location"]).content.decode()
    assert shown.count("lamp") > 3
    assert f"t={kept.ticks}" in shown
    assert "Nobody outside your enterprise sees this list." in shown


def test_a_second_time_one_may_go_on_with_the_list_that_there_is(cast: Cast, as_) -> None:
    kept, door = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy), as_(cast.wang)
    page = door.get(keep_url(count=5)).content.decode()
    assert "A new list" in page
    door.post(keep_url(count=5), {"enterprise": cast.heavy.pk, "into": str(kept.uuid), "way": "replace"})
    kept.refresh_from_db()
    assert len(kept.marked.have) == 5
    assert TickedList.objects.count() == 1
    refused = door.post(keep_url(), {"enterprise": cast.heavy.pk, "into": "8d5b1f0e-0000-4000-8000-000000000000"})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    "query", ["", "list=IND", "list=ZZZ&t=AAAA", "list=IND&t=xx", f"list=IND&t={'A' * 10_000}", "list=%00&t=AAAA"]
)
def test_what_cannot_be_read_leads_back_to_the_checklists(cast: Cast, as_, query: str) -> None:
    answer = as_(cast.wang).get(f"{reverse('my:keep_ticks')}?{query}")
    assert (answer.status_code, answer["Location"]) == (302, "/checklists/")


def test_a_person_without_an_enterprise_keeps_them_alone(cast: Cast, as_) -> None:
    door = as_(people.person("newcomer", "新人"))
    assert "kept for you alone" in door.get(keep_url()).content.decode()
    door.post(keep_url(), {})
    assert TickedList.objects.get().enterprise is None
    assert (
        reverse("my:checklist", args=[TickedList.objects.get().uuid])
        in door.get(reverse("my:checklists")).content.decode()
    )


def test_others_lists_are_not_there(cast: Cast, as_) -> None:
    kept = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    share = actions.share(kept, case_in(cast, "submitted"), by=cast.wang)
    stranger = as_(cast.he)
    for name in ("checklist", "share_ticks", "remove_ticks"):
        assert stranger.get(reverse(f"my:{name}", args=[kept.uuid])).status_code == 404
    for url in (reverse("my:ticks_seen", args=[kept.uuid]), reverse("my:take_back_ticks", args=[share.pk])):
        assert stranger.post(url).status_code == 404
        assert as_(cast.wang).get(url).status_code == 405
    own = reverse("my:keep_ticks") + "?" + urlencode({"list": "IND", "t": some("IND")})
    assert stranger.post(own, {"enterprise": cast.heavy.pk}).status_code == 422
    before = (kept.ticks, kept.enterprise_id, kept.saved_at)
    stranger.post(own, {"enterprise": next(iter(cast.he.member_of)), "into": str(kept.uuid)})  # a list of their own
    kept.refresh_from_db()
    assert (kept.ticks, kept.enterprise_id, kept.saved_at) == before
    assert TickedList.objects.exclude(pk=kept.pk).get().enterprise_id != cast.heavy.pk


def test_a_changed_record_is_shown_until_it_is_noted(cast: Cast, as_) -> None:
    kept, door = actions.save("C05", some("C05"), by=cast.wang, enterprise=cast.heavy), as_(cast.wang)
    url = reverse("my:checklist", args=[kept.uuid])
    assert "has changed since" not in door.get(url).content.decode()
    MaterialRequirement.objects.create(
        item=kept.item,
        order=80,
        name_zh="新增示例材料",
        name_en="New example paper",
        form="original",
        source="applicant",
    )
    page = door.get(url).content.decode()
    assert "1 paper is new." in page
    assert "New since you kept it" in page
    door.post(reverse("my:ticks_seen", args=[kept.uuid]))
    assert "has changed since" not in door.get(url).content.decode()


def test_shared_with_a_case_seen_on_its_page_and_taken_back(cast: Cast, as_) -> None:
    case, door = case_in(cast, "submitted"), as_(cast.wang)
    kept = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    url = reverse("my:share_ticks", args=[kept.uuid])
    assert case.project.name in door.get(url).content.decode()
    door.post(url, {"case": str(case.uuid)})
    share = SharedTicks.objects.get()
    for place in (reverse("my:case", args=[case.uuid]), reverse("my:checklist", args=[kept.uuid])):
        assert reverse("my:take_back_ticks", args=[share.pk]) in door.get(place).content.decode()
    answer = door.post(reverse("my:take_back_ticks", args=[share.pk]), {"from": "case"})
    assert answer["Location"] == reverse("my:case", args=[case.uuid])
    assert not checklists.shared_with(case)


def test_a_case_of_another_enterprise_cannot_be_chosen(cast: Cast, as_) -> None:
    theirs = case_in(cast, "submitted", PULANDIAN)
    kept = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    url = reverse("my:share_ticks", args=[kept.uuid])
    assert as_(cast.wang).post(url, {"case": str(theirs.uuid)}).status_code == 422
    assert not SharedTicks.objects.exists()


def test_an_application_begins_with_the_ticks_and_shows_them(cast: Cast, as_) -> None:
    door = as_(cast.wang)
    page = door.get(f"{reverse('my:project_new')}?items=L01&list=L01&t={some('L01', 2)}")
    assert "2 papers are ticked as being there." in page.content.decode()
    form = page.context["form"]
    door.post(
        reverse("my:project_new"),
        basics(cast, items="L01", checklist=form["checklist"].value(), ticks=form["ticks"].value()),
    )
    case = Case.objects.get()
    assert SharedTicks.objects.get(case=case).ticked.code == "L01"
    papers = door.get(reverse("my:materials", args=[case.uuid])).content.decode()
    assert papers.count("You ticked it") == 2
    broken = door.get(f"{reverse('my:project_new')}?items=L01&list=L01&t={'A' * 10_000}")
    assert not broken.context["form"]["ticks"].value()


def test_the_pages_need_the_same_queries_for_one_list_and_for_many(cast: Cast, as_) -> None:
    door, case = as_(cast.wang), case_in(cast, "submitted")
    places = [reverse("my:checklists"), reverse("my:case", args=[case.uuid]), keep_url()]
    kept = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    other = actions.save("C05", some("C05"), by=cast.wang, enterprise=cast.heavy)
    for one in (kept, other):
        actions.share(one, case, by=cast.wang)
    for url in places:
        door.get(url)
    before = [queries(door, url) for url in places]
    for code in ("IND", "RES", "G04", "L01", "C01"):
        actions.share(actions.save(code, some(code), by=cast.wang, enterprise=cast.heavy), case, by=cast.wang)
    for url in places:
        door.get(url)
    assert [queries(door, url) for url in places] == before
