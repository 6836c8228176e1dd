"""What comes after the turn at hand: the next step of the way, or the next day of the roadmap that people wait for."""

from django.utils.translation import gettext as _

from cases.daywords import date_words
from cases.enums import CaseStatus
from cases.models import Case, Plan, PlanRow
from cases.queries import milestones
from cases.transitions import ITEM_DONE

S = CaseStatus


def then(case: Case) -> str:
    """One sentence under “whose turn, until when”; empty where nothing comes any more."""
    if case.status == S.UNDERWAY:
        return _by_plan(case) or _("Then the results are handed over to you.")
    return {
        S.DRAFT: _("Then the agency checks whether the project can be served."),
        S.SUBMITTED: _("Then the government decides on the project.")
        if case.scheme.generation_review
        else _("Then you get the agreement to sign."),
        S.CORRECTING: _("Then the agency checks the application again."),
        S.GENERATION: _("Then you get the agreement to sign."),
        S.ACCEPTED: _("Then you get the agreement to sign."),
        S.AGREEMENT: _("Then the agency confirms the items and tells you once what is needed."),
        S.SIGNED: _("Then you get the roadmap with the dates of all items."),
        S.NOTIFIED: _("Then the items begin, each with its date on the roadmap."),
        S.SUSPENDED: _("Then the work goes on where it stopped, and the roadmap is set anew."),
        S.DELIVERING: _("Then you confirm that everything was handed over."),
        S.COMPLETION: _("Then you can say how the service was."),
    }.get(S(case.status), "")


def _by_plan(case: Case) -> str:
    """The next milestone of the roadmap in force that is not reached; after the last one its end."""
    ahead = (
        PlanRow.objects.filter(
            plan__case=case, plan__current=True, end__isnull=False, case_item__item__code__in=milestones.ITEMS.values()
        )
        .exclude(case_item__status__in=ITEM_DONE)
        .order_by("end")
        .values_list("case_item__item__code", "end")
        .first()
    )
    code, end = ahead or ("", None)
    name = next((name for name, item in milestones.ITEMS.items() if item == code), milestones.END)
    if end is None:
        plan = Plan.objects.filter(case=case, current=True).first()
        end = plan.finish if plan else None
    if end is None:
        return ""
    return _("Then, by the roadmap: %(what)s on %(day)s.") % {"what": milestones.word(name), "day": date_words(end)}
