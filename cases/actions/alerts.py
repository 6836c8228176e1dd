"""The ladder at work (C.7, P-070): every date is looked at once a day in working hours and told to those whom its step concerns.

What was taken stands in rows: a run that was killed goes on where it stopped, one after downtime takes only the step where a
date stands by then, and nothing is told twice. The ladder tells; orders, meetings and conferences are called by people.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases import ladder as law
from cases.actions import moves, notices, urging
from cases.actions.alert_ends import end
from cases.actions.rowsteps import said
from cases.daywords import date_words
from cases.enums import CaseStatus
from cases.enums_ladder import AlertAct, Rung, Watch
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Alert, AlertStep, Case, Notice, User
from cases.queries import alerts as readers
from cases.queries import calendars, held, ladder
from cases.queries import urging as urged
from cases.queries.watched import Watched

# What is urged by rule has its own message, with the answer that it asks for, and so has an offer that nobody answers.
OWN_WORDS = frozenset(
    {*((what, Rung.URGE) for what in urged.URGED), (Watch.TRANSFER, Rung.URGE), (Watch.TRANSFER, Rung.SUPERVISE)}
)


@held.together()
def run(now: datetime | None = None) -> int:
    """The daily look, in working hours only; how many steps were taken. Urgings by rule follow (``urging.run``)."""
    now = now or timezone.now()
    return look(timezone.localtime(now).date()) if urging.in_working_hours(now) else 0


def look(today: date) -> int:
    """Every date that was not looked at today yet; how many steps were taken."""
    taken = sum(_look(pk, today) for pk in readers.to_look_at(today))
    taken += sum(_outside(what, today) for what in readers.SOURCES)
    moves.wake()
    return taken


def _look(pk: int, today: date) -> int:
    """One case, one transaction: a case that cannot be read holds back nobody else's dates for longer than itself."""
    with transaction.atomic():
        case = (
            Case.objects.select_for_update(of=("self",)).select_related("scheme", "region", "handling_unit").get(pk=pk)
        )
        if case.watched_on == today:
            return 0  # another worker was here
        if case.status == CaseStatus.SUSPENDED:
            moves.keep_next_due(case)  # what goes on at the authorities may have come to stand before what rests
        watched = readers.of_case(case, today)
        taken = sum(_climb(one, case, today) for one in watched)
        end(case.alerts.filter(ended_on=None), watched, today)
        Case.objects.filter(pk=pk).update(watched_on=today)
    return taken


def _outside(what: Watch, today: date) -> int:
    """Dates that belong to no case; they are few, so they are looked at with every run."""
    with transaction.atomic():
        watched = list(readers.SOURCES[what](today))
        taken = sum(_climb(one, None, today) for one in watched)
        end(Alert.objects.filter(case=None, what=what, ended_on=None), watched, today)
    return taken


def _climb(one: Watched, case: Case | None, today: date) -> int:
    """Take the step that the date has reached; 1 when one was taken."""
    rows = Alert.objects.select_for_update(of=("self",))
    alert = rows.filter(case=case, what=one.what, label=one.label, due=one.due).first()
    if alert is not None:
        _again(alert, one)
        if alert.put_off_until and alert.put_off_until >= today:
            return 0
    if one.stands:
        return 0
    stands, cal = alert.rung if alert else "", calendars.current()
    step = law.climb(ladder.rules(), one.what, one.due, today, cal, stands=stands, rested=one.rested)
    if step is None:
        return 0
    rung = step.rule.rung
    alert = alert or _begin(one, case, rung, today)
    alert.rung, alert.since, alert.put_off_until = rung, today, None
    alert.save(update_fields=["rung", "since", "put_off_until"])
    told = readers.told(rung, one, case)
    if (one.what, rung) not in OWN_WORDS:
        notices.owe(
            told,
            "alert_page" if one.what == Watch.PAGE else {
                Rung.REMIND: "alert_remind", Rung.URGE: "alert_urge", Rung.COORDINATE: "alert_coordinate",
                Rung.SUPERVISE: "alert_supervise", Rung.CONFER: "alert_confer",
            }[rung],
            case,
            {"alert": alert.pk, "opens": f"alerts/{alert.pk}", "due": one.due.isoformat()}
            | ({"path": one.address} if one.what == Watch.PAGE else {}),
            gather=True,
        )  # fmt: skip
    AlertStep.objects.create(
        alert=alert, act=rung.value, on=today, rule_zh=step.rule.name_zh, rule_en=step.rule.name_en,
        rule_version=step.rule.version, skipped=[one.value for one in step.skipped], told=len(told),
    )  # fmt: skip
    return 1


def _begin(one: Watched, case: Case | None, rung: Rung, today: date) -> Alert:
    chinese, english = (_in(language, one.words)[:200] for language in ("zh-hans", "en"))
    alert = Alert.objects.create(
        case=case, what=one.what, label=one.label, due=one.due, rung=rung, since=today, name_zh=chinese, name_en=english,
        address=one.address,
    )  # fmt: skip
    alert.people.set(one.people)
    return alert


def _again(alert: Alert, one: Watched) -> None:
    """It is watched (again), and by those whose it is now."""
    alert.people.set(one.people)
    if alert.ended_on is not None:
        alert.ended_on = None
        alert.save(update_fields=["ended_on"])


def _in(language: str, words: Callable[[], str]) -> str:
    with translation.override(language):
        return words()


def acknowledge(alert: Alert, *, answer: str, by: User) -> Alert:
    """Whoever has to do it says what happens now: the rule stops urging until the date takes its next step."""
    words = said(answer, _("Say what you will do, and by when."), "answer")
    with transaction.atomic():
        row = _locked(alert)
        if not readers.may_answer(by, row):
            raise NotAllowed(_("An early warning is acknowledged by those who have to do it, once on each step."))
        row.acknowledged = row.rung
        row.save(update_fields=["acknowledged"])
        _say(row, AlertAct.ACKNOWLEDGE, words, by)
    return row


def put_off(alert: Alert, *, until: date, why: str, by: User) -> Alert:
    """Nothing is told before the day is over, with the reason; the heads read it. A legal limit cannot be put off.

    Mails that still wait to leave are kept back: they would urge what was put off meanwhile.
    """
    words = said(why, _("Say why it can wait."), "why")
    with transaction.atomic():
        row = _locked(alert)
        if not readers.may_put_off(by, row):
            raise NotAllowed(
                _("Put off by those who have to do it or by the heads over the case; a legal limit by nobody.")
            )
        _refuse_day(row, until)
        row.put_off_until = until
        row.save(update_fields=["put_off_until"])
        _say(row, AlertAct.PUT_OFF, words, by, until)
        notices.keep_back(_waiting(row))
        heads = readers.heads(row.case) if row.case else []
        notices.owe(
            [user for user in heads if user != by],
            "alert_put_off",
            row.case,
            {
                "alert": row.pk,
                "opens": f"alerts/{row.pk}",
                "until": until.isoformat(),
                "reason": words,
                "author": by.name,
            },
        )
    moves.wake()
    return row


def _refuse_day(row: Alert, until: date) -> None:
    """So many working days in all on one step; the same day twice is one putting off, sent from two windows."""
    today, most = timezone.localdate(), {"n": law.MOST_WD}
    last = readers.latest(row, today)
    if last <= today:
        raise CaseError(
            _("It was put off on this step for %(n)s working days already, which is the most. Have it coordinated.")
            % most
        )
    if not today < until <= last:
        words = _("From tomorrow until %(day)s: on one step it is put off for %(n)s working days in all.")
        raise BadInput(words % (most | {"day": date_words(last)}), field="until")
    if until == row.put_off_until:
        raise BadInput(_("It is put off until this day already."), field="until")


def _waiting(row: Alert) -> QuerySet[Notice]:
    """Messages about it: what the ladder says, and what the rule of urging does."""
    urge = (
        Q(kind__in=["urged", "urged_now"], data__urged=row.what, data__label=row.label) if row.case_id else Q(pk=None)
    )
    return Notice.objects.filter(Q(data__alert=row.pk) | urge, case=row.case_id)


def _locked(alert: Alert) -> Alert:
    row = (
        Alert.objects.select_for_update(of=("self",))
        .select_related("case__region", "case__handling_unit")
        .get(pk=alert.pk)
    )
    if row.ended_on is not None:
        raise CaseError(_("This is not open any more, or nobody has it."))
    return row


def _say(alert: Alert, act: AlertAct, text: str, by: User, until: date | None = None) -> None:
    AlertStep.objects.create(alert=alert, act=act, on=timezone.localdate(), by=by, text=text[:500], until=until)
