"""The enterprise's own page of its papers: upload, confirm, object."""

from django.urls import reverse

from cases.actions import materials
from cases.enums import CaseStatus
from cases.models import MaterialAnswer, MaterialVersion
from tests.cases.kit import pdf
from tests.cast import Cast, case_in


def test_the_enterprise_uploads_what_is_missing_once(cast: Cast, as_) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    door, page = as_(cast.wang), reverse("my:ledger", args=[case.uuid])
    missing = door.get(page).context["wanted"][0]
    url = f"{reverse('my:add_material', args=[case.uuid])}?paper={missing.name_zh}"
    assert missing.name in door.get(url).content.decode()
    typed = {"name": missing.name_zh, "instead_of": 0, "valid_until": "2027-01-31"}
    for _press in range(2):
        assert door.post(url, typed | {"upload": pdf("a.pdf", b"1")}).status_code in {302, 422}
    assert MaterialVersion.objects.filter(paper__name_zh=missing.name_zh).count() == 1
    after = door.get(page)
    assert missing.name_zh not in [line.name_zh for line in after.context["wanted"]]
    assert "a.pdf" in after.content.decode()
    assert door.post(url, typed).context["form"].errors["upload"]


def test_what_the_agency_filled_in_is_looked_at_and_confirmed_one_by_one_or_all(cast: Cast, as_) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    made = [materials.add(case, name, filled=f"内容{name}", by=cast.chen) for name in ("甲", "乙", "丙")]
    door, page = as_(cast.li), reverse("my:ledger", args=[case.uuid])
    assert "filled in or brought 3 papers" in door.get(reverse("my:case", args=[case.uuid])).content.decode()
    shown = door.get(page).content.decode()
    assert all(f"内容{name}" in shown for name in ("甲", "乙", "丙"))
    confirm = reverse("my:confirm_material", args=[case.uuid])
    door.post(confirm, {"version": made[0].pk})
    assert list(MaterialAnswer.objects.values_list("version", flat=True)) == [made[0].pk]
    door.post(confirm, {"version": [row.pk for row in made] + ["x", "9" * 30]})
    assert MaterialAnswer.objects.filter(agreed=True, by=cast.li).count() == 3
    assert "confirmed already" in door.post(confirm, {"version": made[0].pk}, follow=True).content.decode()


def test_an_objection_reaches_the_agency_with_its_reason(cast: Cast, as_) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    made = materials.add(case, "甲", filled="x", by=cast.chen)
    door, url = as_(cast.wang), reverse("my:object_material", args=[case.uuid, made.pk])
    assert "reason" in door.post(url, {"version": case.version, "reason": " "}).context["form"].errors
    assert door.post(url, {"reason": "金额不对"}).status_code == 302
    assert MaterialAnswer.objects.get().reason == "金额不对"
    assert door.get(url).status_code == 302  # answered: back to the papers
    assert case.notices.filter(kind="material_objected", recipient=cast.chen).exists()


def test_a_version_of_another_project_does_not_exist_here(cast: Cast, as_) -> None:
    case, other = case_in(cast, CaseStatus.UNDERWAY), case_in(cast, CaseStatus.UNDERWAY, name="别的示例项目")
    made = materials.add(other, "甲", filled="x", by=cast.chen)
    door = as_(cast.wang)
    assert door.get(reverse("my:object_material", args=[case.uuid, made.pk])).status_code == 404
    door.post(reverse("my:confirm_material", args=[case.uuid]), {"version": made.pk})
    assert not MaterialAnswer.objects.exists()


def test_the_enterprise_sees_its_papers_in_groups_and_one_state_at_a_time(cast: Cast, as_) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    door, page = as_(cast.wang), reverse("my:ledger", args=[case.uuid])
    materials.add(case, "示例说明", upload=pdf(), by=cast.wang)
    every = door.get(page).context["papers"]
    assert every.pile is None
    assert [stage.stage is None for stage in every.stages] == [False, True]
    answer = door.get(page, {"state": "missing"})
    shown = [line for stage in answer.context["papers"].stages for group in stage.items for line in group.lines]
    assert {line.pile for line in shown} == {"missing"}
    html = answer.content.decode()
    assert all(f"<strong>{line.name}</strong>" in html for line in shown)
    assert 'aria-current="true"' in html
