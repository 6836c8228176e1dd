"""Published pages come down, or are replaced, only when two people agree; nothing vanishes."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils.translation import override
from wagtail.models import Page

from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Notice, User
from cases.queries import letters
from portal import editorial, withdrawing
from portal.models import GuideIndexPage, PolicyPage, QuestionPage, WithdrawalProposal
from tests.cases.kit import refused

pytestmark = pytest.mark.usefixtures("pages")


def person(name: str, *groups: str, **extra: Any) -> User:
    user = User.objects.create_user(f"{name}@example.com", "x" * 12, name=f"示例{name}", is_staff=True, **extra)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def at_work(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def promoter(pages: None) -> User:
    return person("promoter", editorial.PROMOTERS)


@pytest.fixture
def reviewer(pages: None) -> User:
    return person("reviewer", editorial.REVIEWERS)


@pytest.fixture
def two(pages: None) -> tuple[QuestionPage, QuestionPage]:
    first, second = QuestionPage.objects.live().order_by("path")[:2]
    return first, second


def test_a_promoter_proposes_a_reviewer_agrees_and_the_address_leads_on(
    promoter: User, reviewer: User, two: tuple[QuestionPage, QuestionPage]
) -> None:
    old, new = two
    address = f"/cms/promoter/withdraw/{old.pk}/"
    desk = at_work(promoter)
    assert address in desk.get(f"/cms/pages/{old.pk}/edit/").content.decode()
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"reason": "", "successor": ""}).status_code == 422
    assert desk.post(address, {"reason": "两条问答内容重复", "successor": new.pk}).status_code == 302
    row = WithdrawalProposal.objects.get()
    assert Client().get(old.url).status_code == 200, "nothing has happened yet"
    (notice,) = Notice.objects.filter(kind="withdrawal_asked")
    assert notice.recipient == reviewer
    assert "两条问答内容重复" in letters.body(notice)
    page = f"/cms/promoter/withdrawals/{row.pk}/"
    assert page in at_work(reviewer).get("/cms/promoter/").content.decode()
    assert 'value="agree"' not in desk.get(page).content.decode()
    assert desk.post(page, {"way": "agree"}).status_code == 422, "not by who proposed it"
    assert QuestionPage.objects.get(pk=old.pk).live
    assert at_work(reviewer).post(page, {"way": "agree", "answer": "同意合并"}).status_code == 302
    cache.clear()  # what a commit does
    answer = Client().get(old.url)
    assert (answer.status_code, answer["Location"]) == (301, new.url)
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.answer) == ("agreed", reviewer, "同意合并")
    assert Notice.objects.get(kind="withdrawal_agreed").recipient == promoter
    assert QuestionPage.objects.filter(pk=old.pk, live=False).exists(), "it stays in the tree"
    assert 'value="agree"' not in at_work(reviewer).get(page).content.decode()


def test_a_page_that_is_to_stay_stays_and_who_proposed_it_reads_why(
    promoter: User, reviewer: User, two: tuple[QuestionPage, QuestionPage]
) -> None:
    row = withdrawing.propose(two[0], reason="过时", successor=None, by=promoter)
    with refused(BadInput, field="answer"):
        withdrawing.refuse(row, answer=" ", by=reviewer)
    withdrawing.refuse(row, answer="内容仍然有效", by=reviewer)
    notice = Notice.objects.get(kind="withdrawal_refused")
    assert "内容仍然有效" in letters.body(notice)
    with override("en"), refused(CaseError, says="decided already"):
        withdrawing.agree(row, by=reviewer)
    assert QuestionPage.objects.get(pk=two[0].pk).live
    again = withdrawing.propose(two[0], reason="再次提出", successor=None, by=promoter)
    with refused(NotAllowed):
        withdrawing.take_back(again, by=reviewer)
    withdrawing.take_back(again, by=promoter)
    assert not withdrawing.waiting().exists()


def test_what_is_below_goes_with_a_page(promoter: User, reviewer: User) -> None:
    policy = PolicyPage.objects.get(slug="weifang-0n")
    below = policy.get_children().live().get()
    shown = at_work(promoter).get(f"/cms/promoter/withdraw/{policy.pk}/").content.decode()
    assert below.title in shown
    row = withdrawing.propose(
        policy, reason="已有新文件", successor=PolicyPage.objects.get(slug="pulandian-13n"), by=promoter
    )
    withdrawing.agree(row, by=reviewer)
    for url in (policy.url, below.url):
        assert Client().get(url)["Location"] == "/policies/pulandian-13n/"


def test_what_cannot_be_proposed_is_refused(promoter: User, two: tuple[QuestionPage, QuestionPage]) -> None:
    old, new = two
    stranger = person("stranger")
    with refused(NotAllowed):
        withdrawing.propose(old, reason="x", successor=None, by=stranger)
    with refused(CaseError):
        withdrawing.propose(GuideIndexPage.objects.get(), reason="x", successor=None, by=promoter)
    with refused(BadInput, field="successor"):
        withdrawing.propose(old, reason="x", successor=old, by=promoter)
    withdrawing.propose(old, reason="x", successor=new, by=promoter)
    with refused(CaseError):
        withdrawing.propose(old, reason="x", successor=None, by=promoter)
    new.unpublish()
    with refused(CaseError):
        withdrawing.agree(WithdrawalProposal.objects.get(), by=person("root", is_superuser=True))
    assert at_work(stranger).get(f"/cms/promoter/withdraw/{old.pk}/").status_code in {302, 403}


def test_an_administrator_takes_nothing_down_and_publishes_nothing_alone(
    reviewer: User, two: tuple[QuestionPage, QuestionPage]
) -> None:
    root = person("root", is_superuser=True)
    desk, page = at_work(root), two[0]
    edit = desk.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "action-unpublish" not in edit
    assert "action-publish" not in edit
    assert desk.post(f"/cms/pages/{page.pk}/unpublish/")["Location"] == f"/cms/promoter/withdraw/{page.pk}/"
    desk.post(f"/cms/bulk/wagtailcore/page/unpublish/?id={page.pk}&next=/cms/")
    assert QuestionPage.objects.get(pk=page.pk).live
    row = withdrawing.propose(page, reason="测试", successor=None, by=root)
    with refused(NotAllowed):
        withdrawing.agree(row, by=root)
    with pytest.raises(IntegrityError), transaction.atomic():
        WithdrawalProposal.objects.filter(pk=row.pk).update(state="agreed", decided_by=root, decided_at=row.asked_at)


def test_where_there_is_nobody_else_an_administrator_may_publish() -> None:
    root = person("root", is_superuser=True)
    page = QuestionPage.objects.live().first()
    assert "action-publish" in at_work(root).get(f"/cms/pages/{page.pk}/edit/").content.decode()
    person("second", editorial.REVIEWERS)
    assert "action-publish" not in at_work(root).get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_a_page_of_which_a_decision_speaks_cannot_vanish(
    promoter: User, two: tuple[QuestionPage, QuestionPage]
) -> None:
    withdrawing.propose(two[0], reason="x", successor=None, by=promoter)
    with pytest.raises(ProtectedError):
        Page.objects.get(pk=two[0].pk).delete()


def test_the_start_content_does_not_bring_a_withdrawn_page_back(
    promoter: User, reviewer: User, two: tuple[QuestionPage, QuestionPage]
) -> None:
    withdrawing.agree(withdrawing.propose(two[0], reason="x", successor=None, by=promoter), by=reviewer)
    call_command("load_pages", verbosity=0)
    assert not QuestionPage.objects.get(pk=two[0].pk).live
