"""Benefits of policies: asked for by the enterprise, applied for with the help of the agency, granted or refused (W-070)."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import dates, moves, notes
from cases.enums import Action
from cases.enums_finish import BenefitStatus
from cases.exceptions import BadInput, CaseError
from cases.models import Case, Note, PolicyBenefit, User

MOST = Decimal("100000000000")
OPEN = (BenefitStatus.ASKED, BenefitStatus.APPLIED)


def ask(case: Case, *, policy: str, key: str, text: str, by: User, version: int | None = None) -> PolicyBenefit:
    """The enterprise wants to have a benefit: a message that is owed an answer, and a claim that the agency follows up."""
    if not text.strip():
        raise BadInput(_("Write something first."), field="text")
    with moves.turn(case, Action.MESSAGE, by=by, version=version) as turn:
        if turn.case.benefits.filter(Q(key=key) | Q(policy=policy), status__in=OPEN).exists():
            raise CaseError(_("This benefit was asked for already and is not decided yet."))
        due, today = notes.answer_by(turn.case), timezone.localdate()
        Note.objects.create(case=turn.case, author=by, text=text.strip(), internal=False, due=due)
        made = PolicyBenefit.objects.create(
            case=turn.case, policy=policy[:200], key=key, status=BenefitStatus.ASKED, asked_on=today, due=due, by=by,
            at=timezone.now(),
        )  # fmt: skip
        turn.note(policy=made.policy, benefit=BenefitStatus.ASKED)
        turn.tell_agency("benefit_asked", author=by.name, policy=made.policy, due=due.isoformat())
    return made


def apply(
    case: Case, *, policy: str, applied_on: date, reference: str = "", amount: Decimal | None = None, by: User,
    version: int | None = None,
) -> PolicyBenefit:  # fmt: skip
    """The claim is handed in, one that the enterprise asked for among them; the enterprise is told."""
    if not policy.strip():
        raise BadInput(_("Name the policy."), field="policy")
    _check_amount(amount, "amount")
    _check_day(applied_on, "applied_on")
    with moves.turn(case, Action.RECORD_BENEFIT, by=by, version=version) as turn:
        made = turn.case.benefits.filter(policy=policy.strip(), status__in=OPEN).first()
        if made is not None and made.status == BenefitStatus.APPLIED:
            raise CaseError(_("This benefit was applied for already and is not decided yet."), field="policy")
        made = made or PolicyBenefit(case=turn.case, policy=policy.strip()[:200])
        made.status, made.reference, made.amount = BenefitStatus.APPLIED, reference.strip()[:100], amount
        made.applied_on, made.agent, made.by, made.at = applied_on, by, by, timezone.now()
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise CaseError(_("This benefit was applied for already and is not decided yet."), field="policy")
        day, money = applied_on.isoformat(), _plain(amount)
        turn.note(policy=made.policy, on=day, amount=money, benefit=BenefitStatus.APPLIED)
        turn.tell_enterprise("benefit_applied", policy=made.policy, on=day, amount=money)
    return made


def decide(
    benefit: PolicyBenefit, *, status: str, decided_on: date, granted: Decimal | None = None, reason: str = "", by: User,
    version: int | None = None,
) -> PolicyBenefit:  # fmt: skip
    """It was granted, or refused with the reason; what was only asked for can be refused, not granted."""
    if status not in (BenefitStatus.GRANTED, BenefitStatus.REFUSED):
        raise BadInput(_("Say whether it was granted or refused."), field="status")
    if status == BenefitStatus.REFUSED and not reason.strip():
        raise BadInput(_("Say why it was refused."), field="reason")
    if status == BenefitStatus.REFUSED and granted is not None:
        raise BadInput(_("What was refused has no amount granted."), field="granted")
    _check_amount(granted, "granted")
    _check_day(decided_on, "decided_on")
    with moves.turn(benefit.case, Action.RECORD_BENEFIT, by=by, version=version) as turn:
        row = PolicyBenefit.objects.select_for_update(of=("self",)).get(pk=benefit.pk)
        if row.status not in OPEN:
            raise CaseError(_("This claim was decided already."))
        if row.applied_on is None and status == BenefitStatus.GRANTED:
            raise BadInput(_("First record when it was applied for."), field="status")
        if decided_on < (row.applied_on or row.asked_on or decided_on):
            raise BadInput(_("A benefit is decided after it was applied for."), field="decided_on")
        row.status, row.decided_on, row.granted, row.reason = status, decided_on, granted, reason.strip()[:500]
        row.agent = row.agent or by
        row.save(update_fields=["status", "decided_on", "granted", "reason", "agent"])
        day, money, why = decided_on.isoformat(), _plain(granted), row.reason
        turn.note(policy=row.policy, on=day, amount=money, reason=why, benefit=status)
        if status == BenefitStatus.GRANTED:
            turn.tell_enterprise("benefit_granted", policy=row.policy, on=day, amount=money, reason=why)
        else:
            turn.tell_enterprise("benefit_refused", policy=row.policy, on=day, reason=why)
    return row


def _check_amount(amount: Decimal | None, field: str) -> None:
    if amount is not None and not 0 < amount < MOST:
        raise BadInput(_("An amount is more than zero."), field=field)


def _check_day(day: date, field: str) -> None:
    dates.refuse_far(day, field)
    if day > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field=field)


def _plain(amount: Decimal | None) -> str:
    return f"{amount:,.2f}" if amount is not None else ""
