"""The draft of a weekly report from what really happened, in its three fixed parts (P-068). Reports are Chinese."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.daywords import date_words
from cases.enums import Action, CaseStatus, ItemStatus, PostRole
from cases.enums_work import ProblemStatus
from cases.listwords import listed
from cases.models import Case, CaseEvent, CaseItem, Post, Problem, User, WeeklyReport
from cases.queries import sentences, urging, weekly
from cases.transitions import ITEM_DONE

# What is news for those who are reported to; notes, messages and opinions are not.
TOLD = (
    Action.RECORD_FACT, Action.SIGN_AGREEMENT, Action.CONFIRM_ITEMS, Action.NOTIFY_ONCE, Action.FILE_FLOW_TABLE, Action.SET_PLAN,
    Action.HOLD_MEETING, Action.SUSPEND, Action.RESUME, Action.TERMINATE, Action.START_DELIVERY, Action.DELIVER,
    Action.ISSUE_COMPLETION, Action.SIGN_COMPLETION, Action.RECORD_CONTACT,
)  # fmt: skip
MOST = 40


@dataclass(frozen=True)
class Parts:
    """Progress, problems, suggestions."""

    progress: str
    problems: str
    suggestions: str


def draft(owed: weekly.Owed, user: User) -> Parts:
    """What one agent would report of the time: own items and groups only."""
    rows = list(weekly.scope(owed.post, user).select_related("project", "enterprise", "scheme", "handling_unit"))
    with translation.override("zh-hans"):
        return Parts(
            _lines((_progress(case, owed, user) for case in rows), _("Nothing new in this time.")),
            _lines((line for case in rows for line in _problems(case, owed, user)), _("None.")),
            _lines((line for case in rows for line in _suggestions(case)), _("None.")),
        )


def joined(reports: Iterable[WeeklyReport]) -> Parts:
    """The approved reports under the names of those who wrote them."""
    rows = list(reports)
    with translation.override("zh-hans"):
        none = _("None.")
        return Parts(
            _lines((_under(row, row.progress) for row in rows), _("Nothing new in this time.")),
            _lines((_under(row, row.problems) for row in rows if row.problems.strip() != none), none),
            _lines((_under(row, row.suggestions) for row in rows if row.suggestions.strip() != none), none),
        )


def _lines(found: Iterable[str], nothing: str) -> str:
    return "\n".join(line for line in found if line) or nothing


def _under(report: WeeklyReport, text: str) -> str:
    who = report.group.name if report.group else report.unit.name
    return _("[%(who)s] %(text)s") % {"who": who, "text": text.strip()}


def _own(post: Post, user: User, found: QuerySet[CaseItem]) -> QuerySet[CaseItem]:
    """Items of a case of which this post reports; a group without items reports of all."""
    if post.role == PostRole.UNIT_AGENT:
        return found.filter(unit=post.unit_id) | found.filter(agent=user)
    if post.group is None or not post.group.items.exists():
        return found
    return found.filter(group=post.group_id)


def _progress(case: Case, owed: weekly.Owed, user: User) -> str:
    items = _own(owed.post, user, case.items.exclude(status__in=[ItemStatus.DROPPED, ItemStatus.PROPOSED]))
    rows = list(items.select_related("item"))
    done = sum(1 for row in rows if row.status in ITEM_DONE)
    head = _("%(project)s (%(number)s): %(status)s, items finished %(done)s of %(total)s.") % {
        "project": case.project.name, "number": case.number, "status": case.get_status_display(),
        "done": done, "total": len(rows),
    }  # fmt: skip
    return "\n".join([head, *(f"· {line}" for line in _happened(case, owed, {row.item.code for row in rows}))])


def _happened(case: Case, owed: weekly.Owed, codes: set[str]) -> list[str]:
    events = happened(case.events.all(), owed.since, owed.until).filter(action__in=TOLD).order_by("seq")
    wanted = [row for row in events if row.action != Action.RECORD_FACT or row.data.get("item") in codes][-MOST:]
    names = sentences.item_names(row.data["item"] for row in wanted if row.data.get("item"))
    return [sentences.event(row, names) for row in wanted]


def happened(events: QuerySet[CaseEvent], since: date, until: date) -> QuerySet[CaseEvent]:
    """Events of the days from ``since`` to ``until``, in China's time."""
    zone = timezone.get_current_timezone()
    end = until + timedelta(days=1)
    return events.filter(at__gte=datetime.combine(since, time(), zone), at__lt=datetime.combine(end, time(), zone))


def _problems(case: Case, owed: weekly.Owed, user: User) -> list[str]:
    name = case.project.name
    found = [_("%(project)s: %(text)s") % {"project": name, "text": row.text} for row in _open(case)]
    if case.status == CaseStatus.SUSPENDED:
        found.append(_("%(project)s: the service is suspended.") % {"project": name})
    codes = set(_own(owed.post, user, case.items.all()).values_list("item__code", flat=True))
    found += [
        _("%(project)s: “%(item)s” was due on %(day)s.")
        % {"project": name, "item": one.name, "day": date_words(one.due)}
        for one in urging.overdue(case, owed.until)
        if one.due and (one.what != "item" or one.label in codes)
    ]
    return found


def _suggestions(case: Case) -> list[str]:
    return [
        _("%(project)s: %(lead)s should bring %(units)s together on this: %(text)s")
        % {
            "project": case.project.name,
            "lead": row.lead.name,
            "units": listed([unit.name for unit in row.wanted.all() if unit.pk != row.lead_id] or [row.lead.name]),
            "text": row.text,
        }
        for row in _open(case)
    ]


def _open(case: Case) -> list[Problem]:
    found = case.problems.exclude(status=ProblemStatus.SOLVED).select_related("lead").prefetch_related("wanted")
    return list(found.order_by("raised_at"))
