"""Promoters write, another person approves, then it is published: the whole way through the publishing side."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, TaskState

from cases.models import User
from portal import editorial
from portal.models import GuidePage, QuestionIndexPage, QuestionPage

pytestmark = pytest.mark.usefixtures("pages")
TITLE = "夜间施工要办什么手续？"


def _person(name: str, *groups: str, **extra: Any) -> Client:
    user = User.objects.create_user(f"{name}@example.com", "x" * 12, name=f"示例{name}", is_staff=True, **extra)
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def promoter(pages: None) -> Client:
    return _person("promoter", editorial.PROMOTERS)


@pytest.fixture
def reviewer(pages: None) -> Client:
    return _person("reviewer", editorial.REVIEWERS)


def _form(**changes: str) -> dict[str, str]:
    body = {"body-count": "0", "body_en-count": "0"}
    comments = {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    return {
        "title": TITLE, "slug": "", "topic": "permit", "answer": "向城市管理部门申请，以当地规定为准。", "answer_en": "",
        "title_en": "", "keeper": "", "reviewed_on": "", "review_by": "", "seo_title": "", "search_description": "",
        "go_live_at": "", "expire_at": "",
    } | body | comments | changes  # fmt: skip


def _submit(promoter: Client) -> QuestionPage:
    parent = QuestionIndexPage.objects.get()
    url = f"/cms/pages/add/portal/questionpage/{parent.pk}/"
    assert promoter.get(url).status_code == 200
    answer = promoter.post(url, _form(**{"action-submit": "1"}))
    assert answer.status_code == 302, answer.context["form"].errors
    return QuestionPage.objects.get(title=TITLE)


def _act(client: Client, page: Page, action: str, **data: str) -> int:
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk), status="in_progress")
    url = f"/cms/pages/workflow/action/{page.pk}/{action}/{state.pk}/"
    return client.post(url, data, headers={"x-requested-with": "XMLHttpRequest"}).status_code


@pytest.mark.req("W-066")
def test_what_a_promoter_writes_is_published_only_by_somebody_else(promoter: Client, reviewer: Client) -> None:
    page = _submit(promoter)
    assert page.slug == "ye-jian-shi-gong-yao-ban-shen-me-shou-xu"
    assert not page.live
    assert Client().get(page.url).status_code == 404
    assert _act(promoter, page, "approve") == 403
    assert _act(reviewer, page, "approve") in {200, 302}
    page.refresh_from_db()
    assert page.live
    assert "以当地规定为准" in Client().get(page.url).content.decode()


def test_a_promoter_cannot_publish_by_the_other_button(promoter: Client) -> None:
    parent = QuestionIndexPage.objects.get()
    promoter.post(f"/cms/pages/add/portal/questionpage/{parent.pk}/", _form(**{"action-publish": "1"}))
    assert not QuestionPage.objects.get(title=TITLE).live


def test_a_reviewer_does_not_publish_alone_either(reviewer: Client) -> None:
    page = QuestionPage.objects.live().first()
    html = reviewer.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "action-publish" not in html


def test_a_person_in_both_groups_cannot_approve_their_own(pages: None) -> None:
    both = _person("both", editorial.PROMOTERS, editorial.REVIEWERS)
    page = _submit(both)
    assert _act(both, page, "approve") == 403
    page.refresh_from_db()
    assert not page.live


def test_an_administrator_cannot_approve_their_own_either(pages: None) -> None:
    admin = _person("admin", is_superuser=True)
    page = _submit(admin)
    assert _act(admin, page, "approve") == 403


def test_control_the_stock_task_would_let_them(pages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    both = _person("both", editorial.PROMOTERS, editorial.REVIEWERS)
    page = _submit(both)
    monkeypatch.setattr("portal.models.DifferentPersonTask.is_own", lambda self, obj, user: False)
    assert _act(both, page, "approve") in {200, 302}


def test_who_changes_the_text_while_reviewing_becomes_its_writer(promoter: Client, reviewer: Client) -> None:
    page = _submit(promoter)
    answer = reviewer.post(
        f"/cms/pages/{page.pk}/edit/",
        _form(
            slug=page.slug,
            answer="审核人改过的回答。",
            **{"action-workflow-action": "1", "workflow-action-name": "approve"},
        ),
    )
    assert answer["Location"] == "/cms/", "refused: Wagtail says so on the editors' first page"
    page.refresh_from_db()
    assert not page.live
    assert _act(_person("second", editorial.REVIEWERS), page, "approve") in {200, 302}
    page.refresh_from_db()
    assert page.live


def test_changes_can_be_asked_for_and_sent_again(promoter: Client, reviewer: Client) -> None:
    page = _submit(promoter)
    assert "请补充依据" not in promoter.get("/cms/promoter/").content.decode()
    assert _act(reviewer, page, "reject", comment="请补充依据") in {200, 302}
    assert "请修改</strong>：请补充依据" in promoter.get("/cms/promoter/").content.decode(), "the writer reads why"
    page.refresh_from_db()
    assert page.current_workflow_state.status == "needs_changes"
    answer = promoter.post(
        f"/cms/pages/{page.pk}/edit/",
        _form(slug=page.slug, answer="已补充依据的回答。", **{"action-restart-workflow": "1"}),
    )
    assert answer.status_code == 302
    assert _act(reviewer, page, "approve") in {200, 302}
    assert "已补充依据的回答。" in Client().get(page.url).content.decode()


def test_a_purely_chinese_title_needs_no_address(promoter: Client) -> None:
    parent = QuestionIndexPage.objects.get()
    for _time in range(2):
        answer = promoter.post(f"/cms/pages/add/portal/questionpage/{parent.pk}/", _form(title="渣土车怎么办证？"))
        assert answer.status_code == 302
    slugs = list(QuestionPage.objects.filter(title="渣土车怎么办证？").order_by("pk").values_list("slug", flat=True))
    assert slugs == ["zha-tu-che-zen-me-ban-zheng", "zha-tu-che-zen-me-ban-zheng-2"]


def test_every_type_of_page_can_be_edited_and_previewed(pages: None) -> None:
    admin = _person("admin", is_superuser=True)
    kinds = {type(page): page for page in Page.objects.live().specific() if page.depth > 1}
    for page in kinds.values():
        assert admin.get(f"/cms/pages/{page.pk}/edit/").status_code == 200, type(page)
        assert page.make_preview_request(admin.get("/").wsgi_request).status_code == 200, type(page)


def test_every_block_has_a_preview(pages: None) -> None:
    from portal.blocks import BodyBlocks  # noqa: PLC0415

    admin = _person("admin", is_superuser=True)
    for block in BodyBlocks().child_blocks.values():
        if block.is_previewable:
            assert admin.get(f"/cms/block-preview/?id={block.definition_prefix}").status_code == 200, block.name


def test_a_page_of_a_record_cannot_be_copied(pages: None) -> None:
    admin = _person("admin", is_superuser=True)
    page = GuidePage.objects.first()
    assert admin.get(f"/cms/pages/{page.pk}/copy/").status_code == 302
    assert admin.get(f"/cms/pages/{QuestionPage.objects.first().pk}/copy/").status_code == 200


def test_a_reviewer_may_correct_and_another_approves_the_corrected_text(promoter: Client, reviewer: Client) -> None:
    page = _submit(promoter)
    reviewer.post(f"/cms/pages/{page.pk}/edit/", _form(slug=page.slug, answer="审核人订正的回答。"))
    assert _act(reviewer, page, "approve") == 403
    assert _act(_person("second", editorial.REVIEWERS), page, "approve") in {200, 302}
    assert "审核人订正的回答。" in Client().get(page.url).content.decode()


def test_a_published_page_is_not_deleted_in_one_click(pages: None) -> None:
    admin = _person("admin", is_superuser=True)
    page = QuestionPage.objects.live().first()
    admin.post(f"/cms/pages/{page.pk}/delete/")
    assert QuestionPage.objects.filter(pk=page.pk).exists()
    page.unpublish()
    admin.post(f"/cms/pages/{page.pk}/delete/")
    assert QuestionPage.objects.filter(pk=page.pk).exists(), "readers have seen it"


def test_the_publishing_side_signs_in_like_everybody_else(client: Client) -> None:
    assert client.get("/cms/", follow=True).redirect_chain[-1][0] == "/accounts/login/?next=%2Fcms%2F"
    assert client.get("/cms/password_reset/").status_code == 404


def test_the_stock_groups_that_could_publish_alone_are_gone(pages: None) -> None:
    assert not Group.objects.filter(name__in=editorial.STOCK_GROUPS).exists()
