"""Paying the debt of messages: lease, send, note. A killed worker loses nothing."""

from smtplib import SMTPException

from django.core.mail import EmailMessage

from cases.actions import notices
from cases.models import Notice
from cases.queries import letters


def drain(base_url: str, batch: int = 50) -> int:
    """Send what is owed, batch by batch; returns how many mails left."""
    sent = 0
    while ids := notices.claim(batch):
        batch_rows = (
            Notice.objects.filter(pk__in=ids)
            .order_by("pk")
            .select_related("recipient", "case__project", "case__scheme")
        )
        for place, notice in enumerate(batch_rows):
            notices.renew(ids[place:])  # a slow server must not let another worker take what waits here
            sent += _send(notice, base_url)
    return sent


def _send(notice: Notice, base_url: str) -> bool:
    try:
        _mail(notice, base_url).send()
    # One message that cannot be worded or addressed must not hold back those behind it.
    except (SMTPException, OSError, ValueError, LookupError) as error:
        notices.failed(notice, f"{type(error).__name__}: {error}")
        return False
    notices.paid(notice)
    return True


def _mail(notice: Notice, base_url: str) -> EmailMessage:
    subject, body = letters.words(notice, notice.recipient.language, base_url)
    where = ""
    if notice.case is not None:
        side = "my" if notice.case.enterprise_id in notice.recipient.member_of else "office"
        case = " ".join(filter(None, (notice.case.project.name, notice.case.number)))
        where = f"{case}\n{base_url}/{side}/cases/{notice.case.uuid}/"
    text = f"{body}\n\n{where}".strip() + "\n"
    return EmailMessage(subject, text, to=[notice.email_to], headers={"X-Notice": str(notice.pk)})
