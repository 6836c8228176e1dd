"""Enter an enterprise, invite colleagues, join."""

import pytest
from django.core import mail
from django.urls import reverse

from cases.models import Enterprise, Invitation, Membership, Notice
from tests.cast import Cast, people


def test_a_wrong_check_character_is_refused_with_a_way_on_and_everything_kept(cast: Cast, as_) -> None:
    newcomer = people.person("newcomer", "新人")
    typed = {
        "name": "示例新厂有限公司",
        "uscc": people.USCC["heavy"][:17] + "X",
        "legal_representative": "某某",
        "address": "示例路 9 号",
    }
    answer = as_(newcomer).post(reverse("my:enterprise_new"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "last character" in page
    assert 'href="#id_uscc"' in page  # the error summary leads to the field
    for value in typed.values():
        assert value in page
    assert not Enterprise.objects.filter(name="示例新厂有限公司").exists()


@pytest.mark.req("W-064")
def test_a_good_code_in_any_spelling_makes_one_enterprise_and_leads_to_the_project(cast: Cast, as_) -> None:
    newcomer = people.person("newcomer", "新人")
    Enterprise.objects.filter(pk=cast.other.pk).update(uscc="91370702MA0TEXT20G")  # frees the code
    code = people.USCC["other"]
    door = as_(newcomer)
    typed = {"name": "示例新厂有限公司", "uscc": f" {code[:8].lower()} {code[8:]} "}
    for _again in range(2):
        answer = door.post(reverse("my:enterprise_new") + "?category=IND", typed)
        assert answer["Location"] == reverse("my:project_new") + "?category=IND"
    made = Enterprise.objects.get(name="示例新厂有限公司")
    assert (made.uscc, made.memberships.count()) == (code, 1)


def test_a_code_that_is_here_already_asks_for_an_invitation_instead(cast: Cast, as_) -> None:
    answer = as_(cast.zhao).post(reverse("my:enterprise_new"), {"name": "冒名", "uscc": people.USCC["heavy"]})
    assert answer.status_code == 422
    assert "already registered" in answer.content.decode()


def invite(cast: Cast, door, email: str = "colleague@example.com"):
    return door.post(reverse("my:enterprise", args=[cast.heavy.pk]), {"email": email, "role": "member"})


def test_an_owner_invites_and_the_colleague_joins_once(cast: Cast, as_) -> None:
    colleague = people.person("colleague", "同事")
    assert invite(cast, as_(cast.wang)).status_code == 302
    link = Notice.objects.get(kind="invitation").data["path"]
    door = as_(colleague)
    assert cast.heavy.name in door.get(link).content.decode()
    for _again in range(2):
        assert door.post(link)["Location"] == reverse("my:home")
    assert Membership.objects.filter(user=colleague, enterprise=cast.heavy, role="member").count() == 1


def test_an_invitation_is_of_no_use_to_another_person(cast: Cast, as_) -> None:
    invite(cast, as_(cast.wang))
    link = Notice.objects.get(kind="invitation").data["path"]
    door = as_(cast.zhao)
    assert "colleague@example.com" in door.get(link).content.decode()
    assert door.post(link).status_code == 422
    assert cast.heavy.pk not in cast.zhao.memberships.values_list("enterprise", flat=True)


def test_a_member_who_may_not_sign_cannot_invite(cast: Cast, as_) -> None:
    door = as_(cast.li)
    assert "Only people who may sign" in door.get(reverse("my:enterprise", args=[cast.heavy.pk])).content.decode()
    assert invite(cast, door).status_code == 422
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_an_unknown_invitation_says_what_to_do(cast: Cast, as_) -> None:
    page = as_(cast.zhao).get(reverse("my:join", args=["nonsense"])).content.decode()
    assert "Ask your colleague for a new one" in page
