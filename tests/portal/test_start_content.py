"""The start content: enough, tagged, kept by somebody, none without a source."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from cases.models import User
from home.models import PublicPage
from portal import editorial, keepers
from portal.models import GuidePage, PolicyPage, QuestionPage, StandardPage

pytestmark = pytest.mark.usefixtures("pages")


def every() -> list[PublicPage]:
    return [page for page in Page.objects.specific() if isinstance(page, PublicPage)]


def editor(name: str, *groups: str, superuser: bool = False) -> User:
    user = User.objects.create_user(
        f"{name}@example.com", "x" * 12, name=f"示例{name}", is_staff=True, is_superuser=superuser
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.mark.req("W-066")
def test_there_are_forty_questions_and_each_stands_on_items_or_policies() -> None:
    pages = list(QuestionPage.objects.live())
    assert len(pages) >= 40
    for page in pages:
        assert page.items.exists() or page.policies.exists(), page.title
        assert page.answer, page.title
        assert page.answer_en, page.title
        assert page.title_en, page.title
        assert page.review_by, page.title
    assert len({page.title for page in pages}) == len(pages)


def test_a_question_and_its_policy_lead_to_each_other(client: Client) -> None:
    page = QuestionPage.objects.get(title="“0+N”是什么意思？")
    policy = PolicyPage.objects.get(slug="weifang-0n")
    assert policy.url in client.get(page.url).content.decode()
    page = policy.questions.live().order_by("path").first()
    assert page.url in client.get(policy.url).content.decode()


@pytest.mark.req("W-026")
def test_both_policies_are_tagged() -> None:
    for page in PolicyPage.objects.all():
        assert page.fields.exists()
        assert page.stages.exists()
        assert page.regions.exists()


def test_the_service_promise_is_a_page_of_the_footer(client: Client) -> None:
    assert "一次告知" in client.get("/promise/").content.decode()
    assert 'href="/promise/"' in client.get("/").content.decode()


@pytest.mark.req("W-066")
def test_every_page_gets_a_keeper_once_and_editors_decide_from_then_on() -> None:
    assert keepers.appoint() == 0, "nobody to name yet"
    promoter, administrator = editor("promoter", editorial.PROMOTERS), editor("root", superuser=True)
    call_command("appoint_keepers", verbosity=0)
    assert {page.keeper for page in every()} == {promoter, administrator}
    assert GuidePage.objects.first().keeper == promoter
    assert StandardPage.objects.get(slug="promise").keeper == administrator
    guide = GuidePage.objects.first()
    assert guide.get_latest_revision_as_object().keeper == promoter, "an editor's first save keeps it"
    GuidePage.objects.filter(pk=guide.pk).update(keeper=None)
    assert keepers.appoint() == 0
    assert GuidePage.objects.get(pk=guide.pk).keeper is None
