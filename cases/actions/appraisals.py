"""Appraisals: drafted from the record, told, contested, decided by another person, made final by a person (P-092).

Every act asks table and permission under the lock, writes one step into the append-only log and owes its messages. Figures are
never changed: an objection that is upheld adds the next round of its figure, without the facts that it takes out.
"""

from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import appraisal as law
from cases import permissions
from cases.actions import notices, numbers, rowsteps
from cases.actions.rowsteps import Step
from cases.enums_appraisal import AppraisalAct, AppraisalStatus, ObjectionStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.models import (
    Appraisal,
    AppraisalFigure,
    AppraisalObjection,
    AppraisalResult,
    AppraisalStep,
    Region,
    User,
)
from cases.queries import appraisal_facts, tree
from cases.queries import appraisals as readers
from cases.queries.appraisal_facts import Found, Party

LETTERS = "KP"  # 考评
A = AppraisalAct


def draft(region: Region, period: str, *, by: User) -> Appraisal:
    """Count a quarter or a year that is over, as it stands today. Nobody is told yet."""
    since, until, rules = asked(region, period, by=by)
    today = timezone.localdate()
    return write(region, period, appraisal_facts.facts(region, since, until, today), rules, today, by=by)


def asked(region: Region, period: str, *, by: User) -> tuple[date, date, dict[str, dict[str, Any]]]:
    """First and last day of what may be counted, with the sheets in use; or the refusal."""
    if not permissions.appraises(by, region):
        raise NotAllowed(_("Appraisals are drafted by those who supervise the place."))
    since, until = _days(period)
    if until >= timezone.localdate():
        raise BadInput(_("This period is not over yet."), field="period")
    rules = _rules()
    with transaction.atomic():
        _check_place(region, period)
    return since, until, rules


def write(
    region: Region, period: str, facts: dict[Party, Found], rules: dict[str, dict[str, Any]], day: date, *, by: User
) -> Appraisal:
    """The draft of what was counted on ``day``."""
    since, until = _days(period)
    with transaction.atomic():
        _check_place(region, period)
        found = {party: got for party, got in facts.items() if party.subject in rules}
        _check_parties(found, by)
        row = Appraisal.objects.create(
            region=region, period=period, since=since, until=until, counted_on=day, rules=rules, drafted_by=by
        )
        for party, got in found.items():
            _result(row, party, got)
        _rank(row)
        _log(row, A.DRAFT, "", by)
    return row


def _check_place(region: Region, period: str) -> None:
    """Nobody is appraised twice for one period: neither in the place itself nor in one around it or inside it."""
    around = region.path.split("/")
    # Of two that begin at once, one in the other, the second waits at the outer place.
    list(Region.objects.select_for_update().filter(code__in=around).order_by("path"))
    begun = Appraisal.objects.filter(period=period).exclude(status=AppraisalStatus.CANCELLED)
    found = begun.filter(Q(region__code__in=around) | tree.inside(region)).first()
    if found is not None and found.region_id == region.pk:
        raise BadInput(_("This place has its appraisal of the period already."), field="period")
    if found is not None:
        told = {"place": found.region.name}
        raise BadInput(
            _("%(place)s has its appraisal of the period already: the same people would be appraised twice.") % told,
            field="period",
        )


def _days(period: str) -> tuple[Any, Any]:
    try:
        return law.period_days(period)
    except ValueError as error:
        raise BadInput(_("Choose a quarter or a year."), field="period") from error


def _rules() -> dict[str, dict[str, Any]]:
    """The sheets in use; an appraisal does not begin on weights that do not add up."""
    rules = appraisal_facts.rules()
    for sheet in rules.values():
        weights = sum(said["weight"] for said in sheet["criteria"])
        if weights != law.FULL:
            told = {"sheet": sheet["name_zh"], "sum": weights}
            raise CaseError(
                _("The weights of “%(sheet)s” add up to %(sum)s, not to 100. Change the reference data.") % told
            )
    return rules


def _check_parties(found: dict[Party, Found], by: User) -> None:
    if not found:
        raise BadInput(_("Nothing was counted in this place and period."), field="period")
    own = [post.unit for post in by.active_posts if post.unit_id in {party.unit for party in found}]
    if own:
        raise NotAllowed(_("Nobody appraises the own unit: %(name)s") % {"name": own[0].name})


def _result(row: Appraisal, party: Party, got: Found) -> None:
    result = AppraisalResult(appraisal=row, subject=party.subject, unit_id=party.unit, person_id=party.person)
    figures = [_figure(said, got.get(said["measure"], {})) for said in readers.criteria(row, party.subject)]
    _sum_up(result, figures)
    if not result.facts:
        return  # facts, but none that its sheet reads
    result.save()
    for figure in figures:
        figure.result = result
    AppraisalFigure.objects.bulk_create(figures)


def _figure(said: dict[str, Any], facts: dict[str, list[int]]) -> AppraisalFigure:
    rule = readers.rule(said)
    value, (count, of) = law.value(rule.unit, facts), law.sums(facts)
    return AppraisalFigure(code=rule.code, value=value, count=count, of=of, points=law.points(rule, value), facts=facts)


def _sum_up(result: AppraisalResult, figures: list[AppraisalFigure]) -> None:
    """What follows from the figures."""
    weights = {said["code"]: said["weight"] for said in readers.criteria(result.appraisal, result.subject)}
    result.points, result.weight = law.total((weights[figure.code], figure.points) for figure in figures)
    result.facts = len({key for figure in figures for key in figure.facts})


def _rank(row: Appraisal) -> None:
    """The places anew, each sheet by itself."""
    for subject, sheet in row.rules.items():
        results = list(row.results.filter(subject=subject))
        places = law.places({one.pk: (one.points, one.facts) for one in results}, sheet["least"])
        for one in results:
            one.place = places[one.pk]
        AppraisalResult.objects.bulk_update(results, ["place"])


def _log(row: Appraisal, act: AppraisalAct, old: str, by: User, text: str = "") -> None:
    AppraisalStep.objects.create(appraisal=row, act=act, old=old, new=row.status, by=by, at=timezone.now(), text=text)


def step(appraisal: Appraisal, act: AppraisalAct, *, by: User) -> AbstractContextManager[Step[Appraisal]]:
    """One act on an appraisal; see ``rowsteps.step``."""
    return rowsteps.step(COURSE, appraisal, act, by=by)


COURSE = rowsteps.Course(
    parts=("region",),
    target=law.step,
    may=permissions.may_on_appraisal,
    impossible=gettext_lazy("“%(act)s” is not possible: this appraisal is “%(status)s”."),
    refusal=readers.barred,
    log=lambda now, act, by: _log(now.row, act, now.old, by, now.text),
)


def _appraised(row: Appraisal) -> dict[str, str]:
    return {"appraisal": row.region.code, "period": row.period, "opens": f"appraisals/{row.pk}"}


def tell(appraisal: Appraisal, *, days: int, by: User) -> Appraisal:
    """Everybody reads the own result, and may contest it for so many working days."""
    due = rowsteps.answer_due(days)
    with step(appraisal, A.TELL, by=by) as now:
        row = now.row
        row.objections_due, row.objection_days = due, days
        now.text = due.isoformat()
        for result in row.results.select_related("unit", "person"):
            day = due.isoformat()
            if result.person:
                notices.owe([result.person], "appraisal_told_person", None, _appraised(row) | {"due": day})
            else:
                notices.owe(
                    readers.whom(result),
                    "appraisal_told",
                    None,
                    _appraised(row) | {"unit": result.unit.code, "due": day},
                )
    return appraisal


def contest(figure: AppraisalFigure, *, text: str, named: list[str], by: User) -> AppraisalObjection:
    """Say why a criterion is wrong, and which of its facts should not count. Each criterion once."""
    said = rowsteps.said(text, _("Say why the figure is wrong."), "text")
    with step(figure.result.appraisal, A.CONTEST, by=by) as now:
        result = _locked(figure.result_id)
        before = result.objections.filter(code=figure.code).first()
        why = readers.barred_contest(result, before, by)
        if why and not permissions.may_contest(by, result):
            raise NotAllowed(why)
        if why:
            raise (StepNotAllowed if before else CaseError)(why)
        if not set(named) <= set(figure.facts):
            raise BadInput(_("Choose among the facts of this figure."), field="named")
        made = AppraisalObjection.objects.create(
            result=result, code=figure.code, text=said, named=sorted(named), by=by, at=timezone.now()
        )
        now.text = f"{result}: {figure.code}"
        notices.owe(
            readers.judges(result),
            "appraisal_contested",
            None,
            _appraised(now.row) | {"author": by.name, "unit": result.unit.code},
        )
    return made


def _locked(pk: int) -> AppraisalResult:
    found = AppraisalResult.objects.select_for_update(of=("self",)).select_related(*readers.RESULT_PARTS)
    return found.get(pk=pk)


def decide(
    objection: AppraisalObjection, *, reason: str, excluded: list[str], emptied: bool = False, by: User
) -> AppraisalObjection:
    """With facts to take out it is upheld and counted again, without any it is refused; either with the reason.

    Only facts that the objection names are taken out; where it names none it is about all of them. A criterion that has no
    value any more is left out like one of which nothing happened: counted as nothing it would punish who was right, counted
    in full it would praise for what nobody did. Its weight goes to the others, so it is never left out by the way:
    ``emptied`` says that whoever decides knows it.
    """
    said = rowsteps.said(reason, _("Give the reason of the decision."), "reason")
    with step(objection.result.appraisal, A.DECIDE, by=by) as now:
        result = _locked(objection.result_id)
        row = AppraisalObjection.objects.select_for_update().get(pk=objection.pk)
        row.result = result
        why = readers.barred_decide(row, by)
        if why:
            raise (NotAllowed if row.status == ObjectionStatus.OPEN else StepNotAllowed)(why)
        row.before = row.after = result.points
        if excluded:
            row.after = _count_again(now.row, result, row, excluded, emptied)
        row.status = ObjectionStatus.UPHELD if excluded else ObjectionStatus.REFUSED
        row.decided_by, row.decided_at, row.decision, row.excluded = by, timezone.now(), said, sorted(excluded)
        row.save()
        now.text = f"{result}: {row.code}"
        whom = {user.pk: user for user in [*readers.whom(result), row.by]}
        notices.owe(
            whom.values(),
            "appraisal_decided",
            None,
            _appraised(now.row)
            | {
                "outcome": row.status,
                "reason": said[:200],
                "points_before": _plain(row.before),
                "points_after": _plain(row.after),
            },
        )
    objection.refresh_from_db()
    return objection


def _plain(points: Decimal | None) -> str:
    return "–" if points is None else str(points)


def _count_again(
    row: Appraisal, result: AppraisalResult, objection: AppraisalObjection, excluded: list[str], emptied: bool
) -> Any:
    """The next round of the figure without these facts, and what follows from it; returns the new points."""
    lines = readers.lines([result])[result.pk]
    line = next(one for one in lines if one.rule["code"] == objection.code)
    if not set(excluded) <= set(line.figure.facts):
        raise BadInput(_("Choose among the facts of this figure."), field="excluded")
    if objection.named and not set(excluded) <= set(objection.named):
        raise BadInput(_("Only facts that the objection names are taken out."), field="excluded")
    kept = {key: gave for key, gave in line.figure.facts.items() if key not in excluded}
    figure = _figure(dict(line.rule), kept)
    if figure.value is None and line.figure.value is not None and not emptied:
        raise BadInput(
            _(
                "Nothing would be left of this criterion and its weight would go to the others. Confirm that you mean it."
            ),
            field="emptied",
        )
    figure.result, figure.round, figure.objection = result, line.figure.round + 1, objection
    figure.save()
    _sum_up(result, [figure if one.rule["code"] == objection.code else one.figure for one in lines])
    result.save()
    _rank(row)
    return result.points


def finish(appraisal: Appraisal, *, by: User) -> Appraisal:
    """Days and objections are over: it gets its number, and what the units got is read inside the place."""
    with step(appraisal, A.FINISH, by=by) as now:
        row = now.row
        left = readers.unfinished(row)
        if left:
            raise CaseError(left)
        row.number = numbers.document_number(LETTERS, row.region.code, timezone.localdate().year)
        row.final_at, now.text = timezone.now(), row.number
        notices.owe(readers.everybody(row), "appraisal_final", None, _appraised(row) | {"number": row.number})
    return appraisal


def cancel(appraisal: Appraisal, *, reason: str, by: User) -> Appraisal:
    """It does not stand; whoever had been told is told that too."""
    said = rowsteps.said(reason, _("Say why it is cancelled."), "reason")[:300]
    with step(appraisal, A.CANCEL, by=by) as now:
        row = now.row
        row.cancelled_why = now.text = said
        if now.old == AppraisalStatus.TOLD:
            notices.owe(readers.everybody(row), "appraisal_cancelled", None, _appraised(row) | {"reason": said[:200]})
    return appraisal
