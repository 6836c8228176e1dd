"""The two indicators of the knowledge base (直办率, 知识库更新率: W-067, domain C.10): one definition for the promoter's dashboard,
the statistics of the desk and the public numbers.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.beyond import Beyond, Thing, Things
from cases.counting import Figure, Lines, Period
from cases.daywords import local_day
from cases.figures import How, worth
from cases.indicators import Indicator, Unit
from cases.models import User
from cases.queries import public_letters
from portal import reviewing
from portal.reviewing import Rate


def _share(rate: Rate) -> Figure:
    """Nobody keeps who asked: each question stands for itself, as if it were a case of its own."""
    counted, rest = frozenset(range(rate.part)), frozenset(range(rate.part, rate.whole))
    return Figure(worth(How.SHARE, rate.part, rate.whole, {}), rate.part, rate.whole, counted, rest, How.SHARE)


def _directly(_lines: Lines, period: Period) -> Figure:
    return _share(reviewing.direct_rate(period.start, period.end))


def _in_time(lines: Lines, period: Period) -> Figure:
    return _share(reviewing.reviewed_rate(min(period.end, lines.today), lines.today))


DIRECT = Indicator(
    "direct", Unit.SHARE, _directly, 1, label=gettext_lazy("Questions answered directly"),
    definition=gettext_lazy("Questions that the knowledge base answered at once, of all questions of the period."),
)  # fmt: skip
REVIEWED = Indicator(
    "reviewed", Unit.SHARE, _in_time, 1, 100, label=gettext_lazy("Entries reviewed in time"),
    definition=gettext_lazy(
        "Published entries of the knowledge base whose review date had not passed on the last day of the period, or today, of all "
        "that were published on that day."),
)  # fmt: skip


def _questions(user: User, period: Period, _today: date, counted: bool) -> Things:
    """Answers of the knowledge base with the words of the question; of the others the letters that the person may read."""
    if counted:
        rows = reviewing.direct_answers(period.start, period.end).select_related("page")
        return Things([_answer(local_day(row.at), row.words, row.page) for row in rows])
    asked = reviewing.questions(period.start, period.end)
    mine = public_letters.visible_to(user).filter(pk__in=asked.values("pk")).order_by("-sent_at", "-pk")
    told = [
        Thing(
            local_day(row.sent_at), row.number or "", _("answered") if row.answered_at else _("waits for an answer"),
            reverse("office:letter", args=[row.pk]),
        )
        for row in mine
    ]  # fmt: skip
    return Things(told, asked.count() - len(told))


def _answer(day: date | None, words: str, page: object) -> Thing:
    """A question that an entry answered; the entry may be gone."""
    said = _("answered by: %(entry)s") % {"entry": page} if page else _("the entry is gone")
    return Thing(day, words or _("(no words kept)"), said, getattr(page, "url", "") or "")


def _entries(_user: User, period: Period, today: date, counted: bool) -> Things:
    """Entries with the review date that they had on the day."""
    day = min(period.end, today)
    found = [one for one in reviewing.stood(day, today) if one.in_time(day) is counted]
    said = _("to be reviewed by this day") if counted else _("was to be reviewed by this day")
    return Things(
        [
            Thing(
                one.review_by, one.page.shown_title, said if one.review_by else _("no day is set"), one.page.url or ""
            )
            for one in sorted(found, key=lambda one: (one.review_by or date.min, one.page.pk))
        ]
    )


KNOWLEDGE = (Beyond(DIRECT, _questions, public=True), Beyond(REVIEWED, _entries))
