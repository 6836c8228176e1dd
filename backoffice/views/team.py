"""Who works on the case."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms.team import TeamForm
from backoffice.views.intake import RowsView
from cases.actions import team
from cases.enums import Action
from cases.models import Post, User
from cases.queries import proposal

Candidate = tuple[User, str, str, bool, str]


class SetTeam(RowsView):
    """The people proposed, with why; one lead, one or several."""

    permission = act(Action.SET_TEAM)
    form_class = TeamForm
    intro = gettext_lazy(
        "Proposed by place, speciality and load. You decide: one person, or a team with one first contact."
    )
    submit_label = gettext_lazy("Name the team")
    success = gettext_lazy("The team is named. Its members and the enterprise have been told.")

    def candidates(self) -> tuple[list[Candidate], int | None]:
        """People of the agency, of the groups and of the deciding units; those on the team first."""
        case = self.case
        now = {place.user_id: place for place in case.team.filter(until__isnull=True).select_related("user")}
        found: dict[int, Candidate] = {}
        lead = next((pk for pk, place in now.items() if place.is_lead), None)
        for suggestion in proposal.team(case):
            place = now.get(suggestion.user.pk)
            chosen = place is not None if now else suggestion.is_lead
            why = place.why if place else suggestion.why
            role = place.role if place else suggestion.role
            found.setdefault(suggestion.user.pk, (suggestion.user, role, why, chosen, case.handling_unit.name))
            if lead is None and suggestion.is_lead:
                lead = suggestion.user.pk
        units = {item.unit_id for item in case.items.all() if item.unit_id}
        groups = set(case.flow_tables.values_list("group_id", flat=True))
        others = Post.objects.active().filter(unit__in=units) | Post.objects.active().filter(group__in=groups)
        for post in others.select_related("user", "unit").distinct():
            place = now.get(post.user_id)
            why = (
                place.why
                if place
                else _("works in %(unit)s, which decides items of this project") % {"unit": post.unit.name}
            )
            found.setdefault(
                post.user_id, (post.user, place.role if place else post.role, why, place is not None, post.unit.name)
            )
        return sorted(found.values(), key=lambda row: not row[3]), lead

    def get_form_kwargs(self) -> dict[str, Any]:
        candidates, lead = self.candidates()
        return super().get_form_kwargs() | {"candidates": candidates, "lead": lead}

    def perform(self, form: TeamForm) -> Any:
        return team.set_team(self.case, form.members(), by=self.request.user, version=form.cleaned_data["version"])
