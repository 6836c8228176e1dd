"""Refusals by the shell itself: pages of this site, with a way on."""

import pytest
from django.test import Client

from cases.models import User

LOGIN = "/accounts/login/"


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("wang@example.com", "a long password 1", name="王示例")


@pytest.mark.django_db
def test_a_form_from_a_page_that_is_too_old_is_refused_on_a_page_of_this_site() -> None:
    for language, words in (("en", "reload the page, and send it again"), ("zh-hans", "请重新提交表单")):
        browser = Client(enforce_csrf_checks=True, headers={"accept-language": language})
        answer = browser.post(LOGIN, {"login": "wang@example.com", "password": "x"})
        assert answer.status_code == 403
        page = answer.content.decode()
        assert words in page
        assert 'class="masthead"' in page


def test_who_has_signed_in_meanwhile_in_another_window_goes_on(person: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    answer = browser.post(LOGIN, {"login": person.email, "password": "x"})
    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    assert browser.post(LOGIN, {"next": "https://elsewhere.example/"})["Location"] == "/my/"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/my/account/", "/my/enterprises/new/", "/office/reference/"])
def test_who_was_signed_out_while_typing_is_told_that_nothing_was_saved(address: str) -> None:
    browser = Client(headers={"accept-language": "en"})
    answer = browser.post(address, {"name": "typed"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(LOGIN)
    assert "what you typed was not saved" in answer.content.decode()
    assert "was not saved" not in browser.get(LOGIN).content.decode()
