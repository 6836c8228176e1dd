"""Enterprises are registered once under a code that checks; colleagues come by an invitation to their own address."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from cases.actions import enterprises, mailing
from cases.enums import MemberRole
from cases.exceptions import BadInput, NotAllowed
from cases.management.demo import people
from cases.models import Enterprise, Invitation, Notice, User
from tests.cases.kit import refused
from tests.cast import Cast

FREE = "91350100M000100Y43"


def register(cast: Cast, **changes: str) -> Enterprise:
    return enterprises.create(**({"name": "示例新企业", "uscc": FREE} | changes), by=cast.zhao)


@pytest.fixture
def guest(db: None) -> User:
    return people.person("guest", "客人", email="guest@example.com")


def test_a_wrong_credit_code_is_refused_where_it_stands_and_a_right_one_is_cleaned(cast: Cast) -> None:
    for wrong in ("", "91350100M000100Y44", "91350100M000100Y4", "abc"):
        with refused(BadInput, says="not a valid unified social credit code", field="uscc"):
            register(cast, uscc=wrong)
    made = register(cast, uscc=" ９１350100m000100y43 ")
    assert made.uscc == FREE
    assert made.memberships.get().role == MemberRole.OWNER


def test_an_enterprise_is_registered_once(cast: Cast) -> None:
    register(cast)
    with refused(BadInput, says="already registered", field="uscc"):
        register(cast, name="另一个名字")


def test_an_enterprise_has_a_name(cast: Cast) -> None:
    with refused(BadInput, says="Enter the name", field="name"):
        register(cast, name="  ")


def test_only_those_who_may_sign_invite_and_only_people_from_outside(cast: Cast) -> None:
    for user in (cast.li, cast.zhao, cast.chen):
        with refused(NotAllowed, says="who may sign for the enterprise"):
            enterprises.invite(cast.heavy, email="a@example.com", role="member", by=user)
    with refused(BadInput, says="already belongs", field="email"):
        enterprises.invite(cast.heavy, email=cast.li.email.upper(), role="member", by=cast.wang)


def test_the_invited_person_joins_with_the_role_given_and_a_second_click_changes_nothing(
    cast: Cast, guest: User
) -> None:
    _row, token = enterprises.invite(cast.heavy, email=" Guest@Example.com ", role="member", by=cast.wang)
    place = enterprises.join(token, by=guest)
    assert (place.enterprise, place.role) == (cast.heavy, "member")
    assert guest.member_of == {cast.heavy.pk: "member"}
    assert enterprises.join(token, by=guest) == place
    assert cast.heavy.memberships.filter(user=guest).count() == 1


def test_an_invitation_is_for_one_address_one_time_and_a_fortnight(cast: Cast, guest: User) -> None:
    _row, token = enterprises.invite(cast.heavy, email="guest@example.com", role="owner", by=cast.wang)
    with refused(NotAllowed, says="sent to another e-mail address"):
        enterprises.join(token, by=cast.zhao)
    with refused(BadInput, says="no longer valid"):
        enterprises.join(token + "x", by=guest)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)), refused(BadInput, says="no longer valid"):
        enterprises.join(token, by=guest)
    _row, newer = enterprises.invite(cast.heavy, email="guest@example.com", role="member", by=cast.wang)
    with refused(BadInput, says="no longer valid"):
        enterprises.join(token, by=guest)  # the older invitation fell
    assert enterprises.join(newer, by=guest).role == "member"


def test_the_mail_has_the_link_and_afterwards_nobody_can_read_the_token_from_the_database(
    cast: Cast, guest: User
) -> None:
    row, token = enterprises.invite(cast.heavy, email="guest@example.com", role="member", by=cast.wang)
    assert token not in str(Invitation.objects.filter(pk=row.pk).values())
    assert mailing.drain("https://example.com") == 1
    (sent,) = mail.outbox
    assert sent.to == ["guest@example.com"]
    assert f"https://example.com/my/join/{token}/" in sent.body
    assert cast.heavy.name in sent.subject
    assert token not in str(list(Notice.objects.values()))
    assert enterprises.find_invitation(token) == row  # the link still works
