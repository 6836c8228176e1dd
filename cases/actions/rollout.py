"""The phases of the rollout in a region (W-080 to W-083). The only writer of ``RolloutPhase`` and ``RolloutChange``."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions.rowsteps import said
from cases.daywords import date_words
from cases.enums_reports import Phase
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale
from cases.models import Region, RolloutChange, RolloutPhase, User


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is set of a phase."""

    begins: date
    planned_end: date | None = None
    ended_on: date | None = None
    evaluation: str = ""


BACK, AHEAD, LONGEST = 10, 5, 5  # years: a phase begins so far from this year, and lasts no longer
NAMES = tuple(field.name for field in fields(Facts))


def begin(region: Region, phase: Phase, facts: Facts, *, reason: str, by: User) -> RolloutPhase:
    """Enter a phase of a region: each has every phase once."""
    why = _allowed(region, facts, reason, by)
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=region.pk)  # two heads at once: the second finds the first's row
        if RolloutPhase.objects.filter(region=region, phase=phase).exists():
            raise CaseError(_("This region has this phase already: change it."))
        row = RolloutPhase(region=region, phase=phase, **_values(facts))
        _in_order(row)
        row.save()
        RolloutChange.objects.create(phase=row, by=by, reason=why, old={}, new=_told(row))
    return row


def change(row: RolloutPhase, facts: Facts, *, reason: str, by: User, version: int | None = None) -> RolloutPhase:
    """Plan it otherwise, end it, evaluate it; what stood before is kept with the reason."""
    why = _allowed(row.region, facts, reason, by)
    with transaction.atomic():
        found = RolloutPhase.objects.select_for_update(of=("self",)).select_related("region").get(pk=row.pk)
        if version is not None and version != found.version:
            raise Stale(_("Somebody else changed this phase meanwhile. Look at it again."))
        old = _told(found)
        for name, value in _values(facts).items():
            setattr(found, name, value)
        new = _told(found)
        if new == old:
            raise BadInput(_("Nothing was changed."))
        _in_order(found)
        found.version += 1
        found.save(update_fields=[*NAMES, "version"])
        changed = [name for name in NAMES if new[name] != old[name]]
        RolloutChange.objects.create(
            phase=found, by=by, reason=why, old={name: old[name] for name in changed}, new={name: new[name] for name in changed}
        )  # fmt: skip
    return found


def _allowed(region: Region, facts: Facts, reason: str, by: User) -> str:
    if not permissions.sets_phases(by, region):
        raise NotAllowed(_("The phases of a region are set by its heads, or by those of the place it lies in."))
    _bounded(facts)
    for name in ("planned_end", "ended_on"):
        day = getattr(facts, name)
        if day and day < facts.begins:
            raise BadInput(_("A phase cannot end before it begins."), field=name)
    if facts.ended_on and facts.ended_on > timezone.localdate():
        raise BadInput(_("A day on which it really ended cannot lie ahead."), field="ended_on")
    if facts.ended_on and not facts.evaluation.strip():
        raise BadInput(_("A phase ends with its evaluation: say what it has shown."), field="evaluation")
    return said(reason, _("Say why: the reason is kept in the log."), "reason")[:500]


def _bounded(facts: Facts) -> None:
    """Nobody plans the rollout for another generation: a slip of the keys is told at its field (W-080)."""
    year = timezone.localdate().year
    first, last = date(year - BACK, 1, 1), date(year + AHEAD, 12, 31)
    if not first <= facts.begins <= last:
        told = {"first": date_words(first, short=True), "last": date_words(last, short=True)}
        raise BadInput(_("A phase begins between %(first)s and %(last)s.") % told, field="begins")
    latest = date(facts.begins.year + LONGEST, 12, 31)
    if facts.planned_end and facts.planned_end > latest:
        told = {"n": str(LONGEST), "last": date_words(latest, short=True)}
        raise BadInput(
            _("A phase is planned for at most %(n)s years: here until %(last)s.") % told, field="planned_end"
        )


def _in_order(row: RolloutPhase) -> None:
    """A phase begins no earlier than those before it."""
    order = list(Phase)
    for other in RolloutPhase.objects.filter(region=row.region_id).exclude(pk=row.pk):
        before = order.index(Phase(other.phase)) < order.index(Phase(row.phase))
        if (other.begins > row.begins) if before else (other.begins < row.begins):
            raise BadInput(
                _("“%(other)s” begins on %(day)s: the phases follow one another.")
                % {"other": other.get_phase_display(), "day": other.begins},
                field="begins",
            )


def _values(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in NAMES} | {"evaluation": facts.evaluation.strip()}


def _told(row: RolloutPhase) -> dict[str, str]:
    return {name: str(getattr(row, name) or "") for name in NAMES}
