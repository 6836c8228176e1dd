"""Mails of the account are in the service's name and in the reader's language."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tests.cast import Cast


@pytest.mark.parametrize(
    ("language", "subject", "not_said"), [("zh-hans", "您的登录验证码", "Hello"), ("en", "sign-in code", "您")]
)
def test_a_code_comes_in_the_name_of_the_service(
    cast: Cast, client: Client, mailoutbox: list[EmailMessage], language: str, subject: str, not_said: str
) -> None:
    client.cookies["django_language"] = language
    client.post("/accounts/login/code/", {"email": cast.wang.email})
    assert len(mailoutbox) == 1
    mail = mailoutbox[0]
    assert subject in mail.subject
    assert "testserver" not in mail.subject + mail.body
    assert not_said not in mail.body
