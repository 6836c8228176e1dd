"""Reports by mail to those who may see them. The only writer of ``ReportSubscription`` and ``ReportSending``.

A subscriber is owed each time once: the row that says it was sent and the message that is owed are written in one
transaction, so a worker that is killed sends nothing twice and forgets nothing. After downtime only the latest time is
sent and says how many were not. Whether the person may still see the report is asked again before each sending.
"""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases import permissions, reports, rhythms
from cases.actions import moves, notices, summaries
from cases.enums_reports import Rhythm
from cases.exceptions import BadInput, NotAllowed
from cases.models import Region, ReportSending, ReportSubscription, User
from cases.queries import summaries as readers
from cases.reports import REPORTS
from cases.reports.base import Report, Scope

PATH = "/office/summaries/"


def subscribe(report: Report, region: Region, rhythm: Rhythm, *, language: str, by: User) -> ReportSubscription:
    """From the next time that ends. Who has it already keeps it, in the language chosen now."""
    if not permissions.reads_reports(by, region):
        raise NotAllowed(_("A report of a place is for those who lead, supervise or dispatch the service there."))
    if rhythm not in report.rhythms:
        raise BadInput(_("This report does not come in this rhythm."), field="rhythm")
    if language not in dict(settings.LANGUAGES):
        raise BadInput(_("Choose one of the languages."), field="language")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # of two presses at once the second finds the first
        row, _new = ReportSubscription.objects.update_or_create(
            user=by, report=report.code, region=region, rhythm=rhythm, ended_at=None, defaults={"language": language}
        )
    return row


def unsubscribe(row: ReportSubscription, *, by: User) -> ReportSubscription:
    """No more of them."""
    if row.user_id != by.pk:
        raise NotAllowed(_("Everybody ends the own subscriptions."))
    ReportSubscription.objects.filter(pk=row.pk, ended_at=None).update(ended_at=timezone.now())
    row.refresh_from_db()
    return row


def run(today: date | None = None) -> int:
    """Send what is owed by the clock; returns how many were sent. What has to be counted first is sent by a later run."""
    day = today or timezone.localdate()
    rows = ReportSubscription.objects.filter(ended_at=None).order_by("pk").values_list("pk", flat=True)
    sent = sum(_send(pk, day) for pk in list(rows))
    if sent:
        moves.wake()
    return sent


def _send(pk: int, today: date) -> bool:
    row = ReportSubscription.objects.select_related("user", "region").get(pk=pk)
    report, rhythm = REPORTS.get(row.report), Rhythm(row.rhythm)
    period = rhythms.over(rhythm, today)
    if period.end < row.since or row.sendings.filter(until=period.end).exists():
        return False
    if report is None or not permissions.reads_reports(row.user, row.region):
        return _end(pk)
    asked = Scope(row.region, rhythm, period, today)
    figures = _figures(report, asked)
    if figures is None:
        return False
    with transaction.atomic():
        locked = ReportSubscription.objects.select_for_update().get(pk=pk)
        if locked.ended_at or locked.sendings.filter(until=period.end).exists():
            return False  # another worker was here, or the person wants no more
        missed = _missed(locked, asked)
        ReportSending.objects.create(subscription=locked, since=period.start, until=period.end, missed=missed)
        notices.owe(
            [row.user], "report_told", None,
            {
                "report": report.code, "report_place": row.region.code, "time": asked.key, "figures": figures, "missed": missed,
                "language": locked.language, "path": f"{PATH}{report.code}/?region={row.region.code}&time={asked.key}",
            },
        )  # fmt: skip
    return True


def _figures(report: Report, asked: Scope) -> dict[str, list[str]] | None:
    """The short figures in every language; None while they have to be counted first, after the time was over."""
    if summaries.at_once(report, asked):
        found = reports.tallied(report, asked)
        told = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                told[language] = list(report.tell(found, asked).short)
        return told
    kept = readers.edition(report.code, asked.region, asked.period)
    if kept is not None and kept.counted_on > asked.period.end:
        return {language: list(content["short"]) for language, content in kept.content.items()}
    summaries.ask(report, asked, by=None)
    return None


def _missed(row: ReportSubscription, asked: Scope) -> int:
    """Times that ended since the last sending, or since the subscription, and were not sent."""
    last = row.sendings.order_by("-until").first()
    if last is not None:
        return rhythms.between(asked.rhythm, rhythms.around(asked.rhythm, last.until), asked.period)
    first = rhythms.around(asked.rhythm, row.since)
    return max(0, rhythms.between(asked.rhythm, first, asked.period) + 1)


def _end(pk: int) -> bool:
    """The person sees the report no more, or there is none: it ends, and he is told why nothing comes."""
    with transaction.atomic():
        row = ReportSubscription.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
        if row.ended_at:
            return False
        row.ended_at, row.ended_why = timezone.now(), "no right"
        row.save(update_fields=["ended_at", "ended_why"])
        notices.owe([row.user], "report_stopped", None, {"report": row.report, "report_place": row.region.code})
    return False
