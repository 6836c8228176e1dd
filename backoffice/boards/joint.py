"""Cards of the group that dispatches: its joint weekly report to the government, and what is to be joined in it (P-068)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from backoffice.boards.numbers import Lot, Reader
from backoffice.boards.panels import Card, Listed
from backoffice.nav import address
from cases.daywords import date_words
from cases.queries import weekly


def due(reader: Reader) -> Card | None:
    """When the next joint report is due; it is drafted on the page of the reports."""
    user = reader.request.user
    if not weekly.dispatched(user):
        return None
    day, label = weekly.joint_due(user, reader.today), _("Joint weekly report due")
    if day is None:
        return Card(label, "—", said=_("no project runs"))
    owed = day <= timezone.localdate()
    said = _("to be drafted now") if owed else ""
    return Card(label, date_words(day, short=True), said=said, tone="late" if owed else "", page=address("reports"))


def to_join(reader: Reader) -> Card | None:
    """Approved reports of agents that no joint report has taken up."""
    return _listed(reader, Listed(_("Agents' reports to be joined"), Lot("reports", "join=true"), "due"))


def unsent(reader: Reader) -> Card | None:
    """Joint reports on their way."""
    return _listed(
        reader, Listed(_("Joint reports not yet sent"), Lot("reports", "level=government&status=open"), "due")
    )


def _listed(reader: Reader, one: Listed) -> Card | None:
    return one.card(reader) if weekly.dispatched(reader.request.user) else None
