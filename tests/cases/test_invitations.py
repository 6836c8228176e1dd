"""An invitation is a mail that somebody waits for."""

from django.core.mail import EmailMessage

from cases.actions import enterprises
from tests.cast import Cast


def test_an_invitation_leaves_at_once_and_not_with_the_next_sweep(
    cast: Cast, django_capture_on_commit_callbacks, mailoutbox: list[EmailMessage]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enterprises.invite(cast.heavy, email="new@example.com", role="member", by=cast.wang)
    assert [mail.to for mail in mailoutbox] == [["new@example.com"]]
