"""The draft of a weekly report from what really happened, in its three fixed parts (P-068). Reports are Chinese."""

import re
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
from cases.queries import account, urging, weekly
from cases.transitions import ITEM_DONE

# What is news for those who are reported to; notes, messages and opinions are not.
TOLD = (
    Action.RECORD_FACT, Action.SIGN_AGREEMENT, Action.CONFIRM_ITEMS, Action.NOTIFY_ONCE, Action.FILE_FLOW_TABLE, Action.SET_PLAN,
    Action.HOLD_MEETING, Action.SUSPEND, Action.RESUME, Action.TERMINATE, Action.START_DELIVERY, Action.DELIVER,
    Action.ISSUE_COMPLETION, Action.SIGN_COMPLETION, Action.RECORD_CONTACT,
)  # fmt: skip
MOST = 40
HEAD = re.compile(
    r"[（(]([A-Z]{2,4}-[0-9T]+-\d{4}-\d{4})[）)]$"
)  # a project stands at the head of its paragraph with its number


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
        none, nothing = _("None."), _("Nothing new in this time.")
        return Parts(
            _lines(_projects([(row, row.progress) for row in rows], nothing), nothing),
            _lines(_once([(row, row.problems) for row in rows], none), none),
            _lines(_once([(row, row.suggestions) for row in rows], none), none),
        )


def _once(said: Iterable[tuple[WeeklyReport, str]], none: str) -> list[str]:
    """Each line under the name of who wrote it first; a line that stands already is not told again."""
    seen: set[str] = {none, ""}
    found = []
    for report, text in said:
        new = [line for line in (one.strip() for one in text.splitlines()) if line not in seen]
        seen.update(new)
        if new:
            found.append(_under([report], "\n".join(new)))
    return found


def _projects(said: Iterable[tuple[WeeklyReport, str]], none: str) -> list[str]:
    """One paragraph for each project with all that was reported of it; other lines stay under their author's name."""
    heads: dict[str, tuple[str, list[WeeklyReport], list[str]]] = {}
    others = []
    for report, text in said:
        kept, free = "", list[str]()
        for line in (one.strip() for one in text.splitlines()):
            key, colon, _rest = line.partition(_(": "))
            if colon and HEAD.search(key) and not line.startswith(account.BULLET):
                kept = key
                heads.setdefault(kept, (line, [], []))[1].append(report)
            elif kept and line.startswith(account.BULLET):
                heads[kept][2].append(line)
            elif line:
                free.append(line)
        others.append((report, "\n".join(free)))
    cases = Case.objects.filter(number__in=[HEAD.search(key)[1] for key in heads]).select_related("project")  # type: ignore[index]
    whole = {(head := _head(case, _items(case))).partition(_(": "))[0]: head for case in cases}
    told = [
        "\n".join([_under(reports, whole.get(key, head)), *account.merged(bullets)])
        for key, (head, reports, bullets) in heads.items()
    ]
    return [*told, *_once(others, none)]


def _lines(found: Iterable[str], nothing: str) -> str:
    return "\n".join(line for line in found if line) or nothing


def _under(reports: Iterable[WeeklyReport], text: str) -> str:
    text = text.strip()
    for who in reversed(dict.fromkeys(row.group.name if row.group else row.unit.name for row in reports)):
        text = _("[%(who)s] %(text)s") % {"who": who, "text": text}
    return text


def _own(post: Post, user: User, found: QuerySet[CaseItem]) -> QuerySet[CaseItem]:
    """Items of a case of which this post reports; a group without items reports of all."""
    if post.role == PostRole.UNIT_AGENT:
        return found.filter(unit=post.unit_id) | found.filter(agent=user)
    if post.group is None or not post.group.items.exists():
        return found
    return found.filter(group=post.group_id)


def _progress(case: Case, owed: weekly.Owed, user: User) -> str:
    rows = list(_own(owed.post, user, _items(case)).select_related("item"))
    events = _happened(case, owed, user, {row.item.code for row in rows})
    return "\n".join([_head(case, rows), *account.lines(events, case.scheme.agreement_kind)])


def _items(case: Case) -> QuerySet[CaseItem]:
    return case.items.exclude(status__in=[ItemStatus.DROPPED, ItemStatus.PROPOSED])


def _head(case: Case, items: Iterable[CaseItem]) -> str:
    """The project and how far these items are."""
    rows = list(items)
    done = sum(1 for row in rows if row.status in ITEM_DONE)
    return _("%(project)s (%(number)s): %(status)s, items finished %(done)s of %(total)s.") % {
        "project": case.project.name, "number": case.number, "status": case.get_status_display(),
        "done": done, "total": len(rows),
    }  # fmt: skip


def _happened(case: Case, owed: weekly.Owed, user: User, codes: set[str]) -> list[CaseEvent]:
    events = happened(case.events.all(), owed.since, owed.until).filter(action__in=TOLD).order_by("seq")
    return [row for row in events if _is_own(row, owed.post, user, codes)][-MOST:]


def _is_own(row: CaseEvent, post: Post, user: User, codes: set[str]) -> bool:
    """Facts of the own items; of a group its own flow table and what concerns the whole case; otherwise one's own acts."""
    if row.action == Action.RECORD_FACT:
        return row.data.get("item") in codes
    if row.actor_id == user.pk:
        return True
    if post.role != PostRole.GROUP_AGENT or post.group is None:
        return False
    return row.action != Action.FILE_FLOW_TABLE or row.data.get("group") == post.group.code


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
