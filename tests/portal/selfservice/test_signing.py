"""Sign online after saying again who you are, or on paper; whoever may not sign is told who may."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import agreements
from cases.management.demo.walks import pdf, refreshed, suspend
from cases.models import Case, IssuedDocument, Signature, User
from cases.queries import documents
from tests.cast import PULANDIAN, Cast, case_in

PASSWORD = "示例-long-password-2026"


@pytest.fixture
def waiting(cast: Cast) -> Case:
    return case_in(cast, "agreement")


def paper(case: Case) -> IssuedDocument:
    return documents.awaiting_enterprise(case)[0]


def owner(cast: Cast) -> User:
    cast.wang.set_password(PASSWORD)
    cast.wang.save(update_fields=["password"])
    return cast.wang


def sign(door, case: Case, document: IssuedDocument, **changes):
    typed = {"version": case.version, "consent": "on", "password": PASSWORD} | changes
    return door.post(reverse("my:sign", args=[case.uuid, document.uuid]), typed)


@pytest.mark.req("P-002", "W-050")
def test_an_owner_reads_says_who_and_signs_over_the_hash(cast: Cast, as_, waiting: Case) -> None:
    door, document = as_(owner(cast)), paper(waiting)
    page = door.get(reverse("my:sign", args=[waiting.uuid, document.uuid])).content.decode()
    assert reverse("files:download", args=[document.file.uuid]) + "?inline=1" in page
    assert document.file.sha256 in page
    answer = sign(door, waiting, document)
    assert answer["Location"] == reverse("my:case", args=[waiting.uuid])
    made = Signature.objects.get(document=document, side="enterprise")
    assert (made.signer, made.sha256, made.method, made.ip) == (cast.wang, document.file.sha256, "online", "127.0.0.1")
    assert refreshed(waiting).status == "signed"


def test_signing_twice_is_signing_once(cast: Cast, as_, waiting: Case) -> None:
    door, document = as_(owner(cast)), paper(waiting)
    answers = [sign(door, waiting, document) for _press in range(2)]
    assert {answer["Location"] for answer in answers} == {reverse("my:case", args=[waiting.uuid])}
    assert Signature.objects.filter(document=document, side="enterprise").count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"password": "wrong"}, "password"), ({"password": ""}, "password"), ({"consent": ""}, "consent")],
)
def test_without_the_right_password_or_consent_nothing_is_signed(cast: Cast, as_, waiting: Case, typed, field) -> None:
    document = paper(waiting)
    answer = sign(as_(owner(cast)), waiting, document, **typed)
    assert list(answer.context["sign_form"].errors) == [field]
    assert not Signature.objects.filter(document=document, side="enterprise").exists()


def test_guessing_the_password_is_slowed_down(cast: Cast, as_, waiting: Case) -> None:
    door, document = as_(owner(cast)), paper(waiting)
    answers = [sign(door, waiting, document, password="wrong").status_code for _try in range(11)]
    assert answers == [422] * 10 + [429]


def test_a_colleague_who_may_not_sign_reads_who_may(cast: Cast, as_, waiting: Case) -> None:
    cast.li.set_password(PASSWORD)
    cast.li.save(update_fields=["password"])
    door, document = as_(cast.li), paper(waiting)
    page = door.get(reverse("my:sign", args=[waiting.uuid, document.uuid])).content.decode()
    assert cast.wang.email in page
    assert 'name="password"' not in page
    assert sign(door, waiting, document).status_code == 422
    assert not Signature.objects.filter(document=document, side="enterprise").exists()


def sign_in_by_code(user: User) -> Client:
    """The real way: ask for a code, read the mail, type it."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_request_login_code"), {"email": user.email})
    code = re.search(r"^[A-Z0-9]{2,}(-[A-Z0-9]+)?$", mail.outbox[-1].body, re.MULTILINE)
    assert code, mail.outbox[-1].body
    client.post(reverse("account_confirm_login_code"), {"code": code[0]})
    return client


def test_an_account_without_a_password_must_have_just_signed_in(cast: Cast, as_, waiting: Case) -> None:
    cast.wang.set_unusable_password()
    cast.wang.save(update_fields=["password"])
    door, document = as_(cast.wang), paper(waiting)
    assert "Sign out and in again" in door.get(reverse("my:sign", args=[waiting.uuid, document.uuid])).content.decode()
    assert sign(door, waiting, document).status_code == 422
    door = sign_in_by_code(cast.wang)
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
        assert sign(door, waiting, document).status_code == 422
    assert sign(door, waiting, document).status_code == 302


def hand_in(door, case: Case, document: IssuedDocument, upload):
    return door.post(
        reverse("my:sign_paper", args=[case.uuid, document.uuid]), {"version": case.version, "scan": upload}
    )


def test_the_way_on_paper_waits_for_the_agency_and_can_be_repeated_after_a_refusal(
    cast: Cast, as_, waiting: Case
) -> None:
    door, document = as_(owner(cast)), paper(waiting)
    for _again in range(2):
        assert hand_in(door, waiting, document, pdf("签字盖章.pdf"))["Location"] == reverse(
            "my:case", args=[waiting.uuid]
        )
    scan = Signature.objects.get(document=document, side="enterprise")
    assert (scan.method, refreshed(waiting).status) == ("paper", "agreement")
    page = door.get(reverse("my:sign", args=[waiting.uuid, document.uuid])).content.decode()
    assert "Scan being compared" in page
    assert 'name="password"' not in page
    agreements.reject_paper(scan, reason="第二页缺失", by=cast.chen)
    page = door.get(reverse("my:sign", args=[waiting.uuid, document.uuid])).content.decode()
    assert "第二页缺失" in page
    assert 'name="password"' in page
    assert hand_in(door, refreshed(waiting), document, pdf("完整.pdf", b"2")).status_code == 302
    agreements.confirm_paper(
        Signature.objects.get(document=document, side="enterprise", rejected_at=None), by=cast.chen
    )
    assert refreshed(waiting).status == "signed"


def test_a_bad_scan_is_refused_at_its_field(cast: Cast, as_, waiting: Case) -> None:
    document = paper(waiting)
    answer = hand_in(as_(owner(cast)), waiting, document, io.BytesIO(b""))
    assert list(answer.context["paper_form"].errors) == ["scan"]
    assert not Signature.objects.filter(document=document, side="enterprise").exists()


def test_a_replaced_version_leads_to_the_newer_one(cast: Cast, as_, waiting: Case) -> None:
    old = paper(waiting)
    agreements.offer(waiting, by=cast.sun)
    door = as_(owner(cast))
    page = door.get(reverse("my:sign", args=[waiting.uuid, old.uuid])).content.decode()
    assert reverse("my:sign", args=[waiting.uuid, paper(waiting).uuid]) in page
    assert 'name="password"' not in page
    assert sign(door, refreshed(waiting), old).status_code == 422


@pytest.mark.req("P-074")
def test_the_suspension_form_is_signed_the_same_way(cast: Cast, as_) -> None:
    case = case_in(cast, "underway")
    suspend(case, cast.sun)
    case = refreshed(case)
    door, document = as_(owner(cast)), paper(case)
    assert document.kind == "suspension"
    assert reverse("my:sign", args=[case.uuid, document.uuid]) in door.get(reverse("my:home")).content.decode()
    sign(door, case, document)
    assert (refreshed(case).status, document.signatures.filter(side="enterprise").count()) == ("suspended", 1)


@pytest.mark.req("P-060")
def test_the_authorisation_of_pulandian_is_signed_here_too(cast: Cast, as_) -> None:
    case = case_in(cast, "agreement", PULANDIAN)
    cast.he.set_password(PASSWORD)
    cast.he.save(update_fields=["password"])
    document = paper(case)
    assert document.kind == "authorisation"
    sign(as_(cast.he), case, document)
    assert refreshed(case).status == "signed"


@pytest.mark.req("P-076")
def test_confirming_completion_closes_the_case_and_asks_how_it_was(cast: Cast, as_) -> None:
    case = case_in(cast, "completion")
    door, document = as_(owner(cast)), paper(case)
    sign(door, case, document)
    assert refreshed(case).status == "closed"
    assert reverse("my:evaluate", args=[case.uuid]) in door.get(reverse("my:case", args=[case.uuid])).content.decode()
