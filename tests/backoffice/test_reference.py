"""Reference data and posts, changed in the browser by an administrator."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from backoffice.reference import KINDS
from cases.enums import CaseStatus, Need, PostRole
from cases.enums_staff import StaffSource
from cases.models import (
    ApprovalItem,
    CalendarDay,
    CategoryRule,
    LetterStep,
    Post,
    ProjectCategory,
    ReferenceVersion,
    ServiceScheme,
    Unit,
    User,
)
from cases.queries import reference as history
from tests.backoffice.forms import problems, send, shown
from tests.cases.test_public_letters import write
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]


def at(name: str, *args: object) -> str:
    return reverse(f"office:{name}", args=args)


def done(answer: HttpResponse) -> None:
    assert problems(answer) == ""


@pytest.mark.parametrize("slug", list(KINDS))
def test_every_kind_of_reference_data_is_listed_searched_sorted_and_opened(
    slug: str, cast: Cast, at_desk: SignIn
) -> None:
    client, kind = at_desk(cast.jin), KINDS[slug]
    page = client.get(at("reference_list", slug))
    assert page.status_code == 200
    for column in page.context["table"].columns:
        if column.orderable:
            assert client.get(at("reference_list", slug), {"sort": column.name}).status_code == 200, column.name
    assert client.get(at("reference_list", slug), {"q": "示例"}).status_code == 200
    row = kind.model._default_manager.first()
    if row is None:
        assert slug == "lists"
        return
    assert client.get(at("reference_row", slug, row.pk)).status_code == 200
    assert client.get(at("reference_history", slug, row.pk)).status_code == 200
    assert client.get(at("reference_list", slug), {"export": "csv"}).status_code == 200


@pytest.mark.parametrize("slug", list(KINDS))
def test_a_row_saved_as_it_is_leaves_no_version(slug: str, cast: Cast, at_desk: SignIn) -> None:
    row = KINDS[slug].model._default_manager.first()
    if row is None:
        return
    before = ReferenceVersion.objects.count()
    done(send(at_desk(cast.jin), at("reference_row", slug, row.pk), reason="没有变化"))
    assert ReferenceVersion.objects.count() == before


def test_a_changed_limit_leaves_a_version_and_never_touches_what_was_promised(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    item = ApprovalItem.objects.get(code="L01")
    promised = case.items.get(item=item).promised_days
    client = at_desk(cast.jin)
    done(send(client, at("reference_row", "items", item.pk), promised_days=promised + 4, reason="市政府〔2026〕5号"))
    item.refresh_from_db()
    assert item.promised_days == promised + 4
    assert case.items.get(item=item).promised_days == promised
    page = client.get(at("reference_history", "items", item.pk)).content.decode()
    assert "市政府〔2026〕5号" in page
    assert f"<del>{promised}</del>" in page
    assert f"<ins>{promised + 4}</ins>" in page
    assert "市政府〔2026〕5号" in client.get(at("changes")).content.decode()


def test_a_change_without_a_reason_is_refused_and_keeps_what_was_typed(cast: Cast, at_desk: SignIn) -> None:
    item = ApprovalItem.objects.get(code="L01")
    answer = send(at_desk(cast.jin), at("reference_row", "items", item.pk), promised_days="77", reason=None)
    assert answer.status_code == 422
    assert "This field is required" in problems(answer)
    assert 'value="77"' in answer.content.decode()
    assert ApprovalItem.objects.get(code="L01").promised_days == item.promised_days


def test_two_administrators_on_one_row_do_not_overwrite_each_other(cast: Cast, at_desk: SignIn) -> None:
    item = ApprovalItem.objects.get(code="L01")
    client, url = at_desk(cast.jin), at("reference_row", "items", item.pk)
    first, second = (shown(client, url) for _n in (1, 2))
    done(client.post(url, first | {"promised_days": "3", "reason": "甲"}))
    answer = client.post(url, second | {"promised_days": "9", "reason": "乙"})
    assert "Somebody else changed this meanwhile" in problems(answer)
    assert ApprovalItem.objects.get(code="L01").promised_days == 3
    again = second | {"promised_days": "9", "reason": "乙", "version": answer.context["form"]["version"].value()}
    done(client.post(url, again))
    assert ApprovalItem.objects.get(code="L01").promised_days == 9


def test_a_refusal_of_the_catalogue_stands_at_its_field(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    item = ApprovalItem.objects.get(code="L01")
    answer = send(client, at("reference_row", "items", item.pk), rule='{"fact": "moon"}', reason="x")
    assert "rule" in answer.context["form"].errors or "question_zh" in answer.context["form"].errors
    link = {"item": item.pk, "kind": "all", "requires": item.pk, "group": 0, "reason": "x"}
    answer = client.post(at("reference_add", "dependencies"), link)
    assert "cannot wait for itself" in str(answer.context["form"].errors["requires"])


def test_the_certainty_of_an_item_is_shown_to_the_administrator(cast: Cast, at_desk: SignIn) -> None:
    local = ApprovalItem.objects.filter(certainty="C").first()
    page = at_desk(cast.jin).get(at("reference_row", "items", local.pk)).content.decode()
    assert "local practice, to be replaced by the local list" in page


def test_the_matrix_changes_only_the_cells_that_differ(cast: Cast, at_desk: SignIn) -> None:
    category = ProjectCategory.objects.get(code="IND")
    cell = CategoryRule.objects.filter(category=category, need=Need.REQUIRED).select_related("item").first()
    client, url = at_desk(cast.jin), at("matrix", category.slug)
    before = ReferenceVersion.objects.count()
    first, second = (shown(client, url) for _n in (1, 2))
    named = f"need_{cell.item.code}"
    done(client.post(url, first | {named: Need.NOT_NEEDED, "reason": "目录调整"}))
    cell.refresh_from_db()
    assert cell.need == Need.NOT_NEEDED
    assert ReferenceVersion.objects.count() - before <= 2
    stale = client.post(url, second | {"reason": "x"})
    assert "Somebody else changed these cells" in problems(stale)


def test_the_notice_of_a_year_makes_its_days_certain(cast: Cast, at_desk: SignIn) -> None:
    client, url = at_desk(cast.jin), at("calendar_notice")
    data = {
        "year": 2027, "source": "国办发明电〔2026〕9号（示例）", "reason": "2027年放假安排", "first_0": "2027-01-01",
        "last_0": "2027-01-03", "first_1": "2027-02-05", "last_1": "2027-02-12", "work": "2027-01-31\n2027-02-20",
    }  # fmt: skip
    assert "needs its first and its last day" in problems(send(client, url, **(data | {"last_1": ""})))
    assert "it is worked anyway" in problems(send(client, url, **(data | {"work": "2027-02-03"})))
    done(send(client, url, **data))
    assert not CalendarDay.objects.filter(date__year=2027, provisional=True).exists()
    assert CalendarDay.objects.get(date=date(2027, 2, 20)).is_workday
    assert not CalendarDay.objects.get(date=date(2027, 2, 11)).is_workday


def test_a_scheme_can_be_changed_without_code(cast: Cast, at_desk: SignIn) -> None:
    scheme = ServiceScheme.objects.get(code="one_three_n")
    client, url = at_desk(cast.jin), at("reference_row", "schemes", scheme.pk)
    assert "grounds" in send(client, url, grounds=["major_list", "nonsense"], reason="x").context["form"].errors
    done(
        send(
            client,
            url,
            flow_table_wd="20",
            grounds=["major_list", "government_decision"],
            list_levels=["county"],
            reason="普政办发〔2026〕示例1号",
        )
    )
    scheme.refresh_from_db()
    assert (scheme.flow_table_wd, scheme.grounds) == (20, ["major_list", "government_decision"])
    assert history.number(scheme) >= 1


def test_a_row_in_use_is_not_taken_away(cast: Cast, at_desk: SignIn) -> None:
    unit = Unit.objects.get(code="370783-agency")
    answer = send(at_desk(cast.jin), at("reference_retire", "units", unit.pk), reason="撤销")
    assert "is still used" in problems(answer)
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_an_unknown_kind_is_no_page(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    assert client.get(at("reference_list", "users")).status_code == 404
    assert client.get(at("reference_add", "stages")).status_code == 404


def test_an_administrator_makes_an_account_appoints_and_ends_a_post(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    data = {"name": "新来（示例）", "email": "New.Agent@example.com", "phone": "0536-0000009"}
    done(client.post(at("person_add"), data))
    assert "account with this address already" in problems(client.post(at("person_add"), data))
    made = User.objects.get(email="new.agent@example.com")
    assert not made.has_usable_password()
    agency = Unit.objects.get(code="370783-agency")
    post = {
        "unit": agency.pk,
        "role": PostRole.SERVICE_AGENT,
        "since": timezone.localdate().isoformat(),
        "reason": "任命〔2026〕1号",
        "source": StaffSource.OWN,
    }
    done(client.post(at("appoint", made.pk), post))
    assert "holds this post already" in problems(client.post(at("appoint", made.pk), post))
    assert "needs a group" in problems(client.post(at("appoint", made.pk), post | {"role": PostRole.GROUP_AGENT}))
    assert at_desk(User.objects.get(pk=made.pk)).get(at("home")).status_code == 200
    held = Post.objects.get(user=made)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "before it began" in problems(
        client.post(at("dismiss", made.pk, held.pk), {"until": yesterday, "reason": "调离"})
    )
    Post.objects.filter(pk=held.pk).update(since=yesterday)
    done(client.post(at("dismiss", made.pk, held.pk), {"until": yesterday, "reason": "调离"}))
    assert at_desk(User.objects.get(pk=made.pk)).get(at("home")).status_code == 403
    assert "任命〔2026〕1号" in client.get(at("changes")).content.decode()


def test_the_last_administrator_cannot_be_lost(cast: Cast, at_desk: SignIn) -> None:
    held = cast.jin.posts.get()
    answer = at_desk(cast.jin).post(
        at("dismiss", cast.jin.pk, held.pk), {"until": timezone.localdate().isoformat(), "reason": "x"}
    )
    assert "last administrator" in problems(answer)


def test_people_of_enterprises_are_not_listed_among_the_service(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    page = client.get(at("people")).content.decode()
    assert cast.chen.name in page
    assert cast.wang.name not in page
    assert client.get(at("person", cast.wang.pk)).status_code == 404


def test_saving_a_rule_says_at_once_what_it_makes_senseless_elsewhere(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    assert client.get(at("reference")).context["rule_faults"] == []
    CategoryRule.objects.filter(item__code="G08", category__code="RES").update(need=Need.REQUIRED)
    assert "M02" in client.get(at("reference")).content.decode()
    item = ApprovalItem.objects.get(code="G10")
    page = at("reference_row", "items", item.pk)
    told = '{"fact": "category", "op": "==", "value": "RES"}'
    answer = client.post(page, shown(client, page) | {"rule": told, "reason": "试"}, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert sum("G10" in sentence for sentence in said) == 3, said  # industry, municipal works, medical care
    impossible = (
        '{"all": [{"fact": "investment", "op": "<", "value": 3}, {"fact": "investment", "op": ">", "value": 5}]}'
    )
    refused = client.post(page, shown(client, page) | {"rule": impossible, "reason": "试"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["rule"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("[" * 3000, "This is not JSON"),
        ('{"not":' * 900 + "{}" + "}" * 900, "This is not JSON"),
        ('{"item": "L02"}', "What is asked of the other item is missing"),
        ('{"fact": "coastal", "is": true}', "{&quot;fact&quot;: &quot;coastal&quot;, &quot;is&quot;: true}"),
    ],
)
def test_a_rule_that_is_none_is_refused_in_the_words_in_which_it_was_typed(
    cast: Cast, at_desk: SignIn, typed: str, says: str
) -> None:
    desk = at_desk(cast.jin)
    row = ApprovalItem.objects.get(code="C05")
    address = reverse("office:reference_row", args=["items", row.pk])
    page = desk.get(address)
    assert "How a rule is written" in page.content.decode()
    assert "new_land" in page.content.decode()
    answer = desk.post(address, shown(desk, address) | {"rule": typed, "reason": "示例"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert says in html
    assert escape(typed[:200]) in html, "what was typed is still there"


@pytest.mark.req("P-091")
def test_histories_and_lists_of_changes_say_days_as_lists_do(cast: Cast, at_desk: SignIn) -> None:
    """A day of the calendar is its own name; a posted letter that the calendar moved names both days."""
    row = CalendarDay.objects.get(date=date(2026, 12, 1))
    client = at_desk(cast.jin)
    done(send(client, at("reference_row", "days", row.pk), name="示例", reason="示例通知"))
    letter = write("complaint")
    LetterStep.objects.create(
        letter=letter,
        act="moved",
        at=timezone.now(),
        desk=letter.desk,
        desk_region=letter.region,
        why="2026-12-01 → 2026-12-02",
    )
    for language, one, other in (("en", "1 Dec 2026", "2 Dec 2026"), ("zh-hans", "2026-12-01", "2026-12-02")):
        at_admin, at_feng = Client(headers={"accept-language": language}), Client(headers={"accept-language": language})
        at_admin.force_login(cast.jin)
        at_feng.force_login(cast.feng)
        assert f"{one} → {other}" in at_feng.get(at("letter", letter.pk)).content.decode()
        for page in ("changes", "reference_history"):
            html = at_admin.get(at(page, *(["days", row.pk] if page != "changes" else []))).content.decode()
            assert one in html, (language, page)
            assert (">2026-12-01" in html) is (language != "en"), "control: the Chinese desk writes it so"
