"""Paying the debt of messages: lease, send, note. A killed worker loses nothing."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import notices
from cases.models import Notice
from cases.queries import letters


def drain(base_url: str, batch: int = 50) -> int:
    """Send what is owed, batch by batch; returns how many mails left."""
    sent = 0
    while ids := notices.claim(batch):
        for place, notice in enumerate(_rows(ids)):
            notices.renew(ids[place:])  # a slow server must not let another worker take what waits here
            sent += _send([notice], base_url)
    while ids := notices.claim_gathered():
        sent += _send(list(_rows(ids)), base_url)
    return sent


def _rows(ids: list[int]) -> QuerySet[Notice]:
    found = Notice.objects.filter(pk__in=ids).order_by("pk")
    return found.select_related("recipient", "case__project", "case__scheme")


def _send(rows: list[Notice], base_url: str) -> bool:
    """One mail: the letter itself, or what many notices to one person have to say."""
    try:
        (_mail_of_many(rows, base_url) if len(rows) > 1 else _mail(rows[0], base_url)).send()
    # One message that cannot be worded or addressed must not hold back those behind it.
    except (SMTPException, OSError) as error:
        _failed(rows, error)
        return False
    except (ValueError, LookupError) as error:
        if len(rows) > 1:
            notices.scatter(rows)  # one of them cannot be worded: each goes alone, and only that one stays behind
        else:
            _failed(rows, error)
        return False
    for notice in rows:
        notices.paid(notice)
    return True


def _failed(rows: list[Notice], error: Exception) -> None:
    for notice in rows:
        notices.failed(notice, f"{type(error).__name__}: {error}")


def _mail(notice: Notice, base_url: str) -> EmailMessage:
    # A report comes in the language that was chosen for it.
    language = notice.data.get("language") or notice.recipient.language
    subject, body = letters.words(notice, language, base_url)
    where = "\n".join(filter(None, (_where(notice, base_url), _matter(notice, base_url))))
    text = f"{body}\n\n{where}".strip() + "\n"
    return EmailMessage(subject, text, to=[notice.email_to], headers={"X-Notice": str(notice.pk)})


def _mail_of_many(rows: list[Notice], base_url: str) -> EmailMessage:
    """What the clock had to say to one person, case by case."""
    reader, by_case = rows[0].recipient, dict[str, list[str]]()
    with translation.override(reader.language or settings.LANGUAGE_CODE):
        for notice in rows:
            subject, _body = letters.words(notice, translation.get_language(), base_url)
            line = "\n  ".join(filter(None, (f"· {subject}", _matter(notice, base_url))))
            by_case.setdefault(_where(notice, base_url), []).append(line)
        title = ngettext("%(n)d thing needs your attention", "%(n)d things need your attention", len(rows)) % {
            "n": len(rows)
        }
        parts = ["\n".join([where, *dict.fromkeys(lines)]).strip() for where, lines in by_case.items()]
        end = _("Everything stands under “My day” and “Early warnings”.") if reader.is_officer else ""
    text = "\n\n".join([title, *parts, end]).strip() + "\n"
    ids = " ".join(str(notice.pk) for notice in rows[:20])
    return EmailMessage(title, text, to=[rows[0].email_to], headers={"X-Notice": ids})


def _matter(notice: Notice, base_url: str) -> str:
    """The address of the thing itself on the desk: a warning, a finding, a report; what has a page elsewhere says so itself."""
    opens = notice.data.get("opens", "")
    return f"{base_url}/office/{opens}/" if opens and notice.recipient.is_officer else ""


def _where(notice: Notice, base_url: str) -> str:
    """The case in words, and the address of its page for the reader's side."""
    if notice.case is None:
        return ""
    side = "my" if notice.case.enterprise_id in notice.recipient.member_of else "office"
    case = " ".join(filter(None, (notice.case.project.name, notice.case.number)))
    return f"{case}\n{base_url}/{side}/cases/{notice.case.uuid}/"
