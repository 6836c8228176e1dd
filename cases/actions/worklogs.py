"""The own words in an agent's work log (P-071). What happened stands in the cases; here is only what a person adds."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.documents import worklog as worklog_form
from cases.documents.render import Rendered
from cases.exceptions import BadInput, NotAllowed
from cases.listwords import listed
from cases.models import User, WorkLog
from cases.queries import worklogs

OPEN_DAYS = 14  # the own words of a day may be written or bettered so long; then the log is what it is


def write(day: date, *, text: str, by: User) -> WorkLog:
    """Write or better the own words of a day: of today or of the two weeks before."""
    today = timezone.localdate()
    if not by.active_posts:
        raise NotAllowed(_("A work log is kept by the people of the service."))
    if day > today:
        raise BadInput(_("Something that has happened cannot lie in the future."), field="day")
    if day < today - timedelta(days=OPEN_DAYS):
        raise BadInput(_("The log of this day is closed: two weeks are over."), field="day")
    if not text.strip():
        raise BadInput(_("Write something first."), field="text")
    with transaction.atomic():
        made, _new = WorkLog.objects.update_or_create(
            agent=by, day=day, defaults={"text": text.strip(), "changed_at": timezone.now()}
        )
    return made


def print_log(agent: User, since: date, until: date, *, by: User) -> Rendered:
    """The log as PDF, of oneself or of those one oversees."""
    if agent.pk not in {user.pk for user in worklogs.readable(by)}:
        raise NotAllowed(_("You may not read this log."))
    with translation.override("zh-hans"):
        days = [
            worklog_form.LogDay(
                day=one.day,
                lines=tuple((f"{line.at:%H:%M}", line.case, line.sentence) for line in one.lines),
                text=one.text,
            )
            for one in reversed(worklogs.days(agent, since, until, by))
        ]
        units = {post.unit.name_zh: None for post in agent.active_posts}
    data = worklog_form.Worklog(
        agent=agent.name, unit=listed(units), since=since, until=until, days=tuple(days), issued_at=timezone.localdate()
    )
    return worklog_form.worklog(data)
