"""Confirmed findings before the discipline authority (区纪委监委): sent, taken up, decided (P-092)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import findings
from cases.enums_findings import REFERRAL_OVER, FindingAct, ReferralState
from cases.exceptions import BadInput, CaseError
from cases.models import Finding, Referral, User


def refer(finding: Finding, *, body: str, on: date, reference: str, by: User) -> Referral:
    """Hand a confirmed finding to the authority, with its reference number. The unit is not told."""
    if not body.strip():
        raise BadInput(_("Name the authority."), field="body")
    if not reference.strip():
        raise BadInput(_("Enter the reference number of the referral."), field="reference")
    with findings.step(finding, FindingAct.REFER, by=by) as now:
        row = now.row
        _not_ahead(on, row, "on")
        if Referral.objects.filter(finding=row).exists():
            raise CaseError(_("This finding has been referred already."))
        made = Referral.objects.create(
            finding=row, body=body.strip()[:100], on=on, reference=reference.strip()[:60], by=by
        )
        now.text = str(made)
    return made


def track(
    finding: Finding, *, state: str, outcome: str = "", outcome_on: date | None = None, by: User
) -> Referral:  # fmt: skip
    """What the authority has told: taken up, or its outcome with the day."""
    if state not in ReferralState.values:
        raise BadInput(_("Choose the state of the referral."), field="state")
    over = state in REFERRAL_OVER
    if over and not outcome.strip():
        raise BadInput(_("Say what the authority decided."), field="outcome")
    if over and outcome_on is None:
        raise BadInput(_("Enter the day of the decision."), field="outcome_on")
    with findings.step(finding, FindingAct.TRACK, by=by) as now:
        row = now.row
        made = Referral.objects.select_for_update(of=("self",)).filter(finding=row).first()
        if made is None:
            raise CaseError(_("This finding was never referred."))
        if made.state in REFERRAL_OVER:
            raise CaseError(_("The authority has decided already."))
        if outcome_on is not None and outcome_on < made.on:
            raise BadInput(_("The decision cannot be older than the referral."), field="outcome_on")
        _not_ahead(outcome_on, row, "outcome_on")
        made.state = state
        made.outcome, made.outcome_on = (outcome.strip(), outcome_on) if over else ("", None)
        made.save(update_fields=["state", "outcome", "outcome_on"])
        now.text = " · ".join(part for part in (ReferralState(state).value, made.outcome) if part)
    return made


def _not_ahead(on: date | None, finding: Finding, field: str) -> None:
    if on is None:
        return
    if on > timezone.localdate():
        raise BadInput(_("This day is still ahead."), field=field)
    if finding.decided_at and on < timezone.localdate(finding.decided_at):
        raise BadInput(_("This day lies before the finding was confirmed."), field=field)
