"""The benefits of policies that a project may claim, what was claimed, and asking the agency to claim one (C.9, W-070, W-077)."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases import permissions
from cases.actions import benefits as claims
from cases.enums import Action
from cases.models import Case, PolicyBenefit
from portal import benefits
from portal.matching import Match
from portal.selfservice.forms.base import TextForm
from portal.selfservice.views.generic import CaseAction, CasePage


class Benefits(CasePage):
    """Every published benefit held against the facts of the project, and the claims with their outcome."""

    title = gettext_lazy("Benefits of policies")
    template_name = "my/benefits.html"

    @cached_property
    def found(self) -> list[Match]:
        return benefits.of(benefits.known_of(self.case.project))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asking = permissions.may(self.request.user, Action.MESSAGE, self.case)
        made = list(self.case.benefits.select_related("agent"))
        running = {row.key for row in made if row.key and row.status in claims.OPEN}
        more = {"found": self.found, "asking": asking, "claims": made, "running": running}
        return super().get_context_data(**kwargs) | more


class Claim(CaseAction):
    """Ask the agency to claim one benefit: a message to be answered, and a claim that an agent follows up."""

    act = Action.MESSAGE
    title = gettext_lazy("Claim a benefit")
    form_class = TextForm
    submit_label = gettext_lazy("Ask the agency to claim it")
    done_message = gettext_lazy("The agency was asked. What comes of it stands on this page.")

    @cached_property
    def match(self) -> Match:
        """The benefit of the address, as long as it is published, in force and not closed to the project."""
        found = _open(self.case, self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    def over(self) -> str:
        asked = self.case.benefits.filter(key=self.kwargs["key"], status__in=claims.OPEN).exists()
        return self.address("benefits") if asked else ""

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"text": claim_text(self.match)}

    def perform(self, form: TextForm) -> PolicyBenefit:
        with override("zh-hans"):  # what is kept is called as it was published
            named = _open(self.case, self.match.benefit.key) or self.match
        return claims.ask(
            self.case, policy=named.benefit.name, key=named.benefit.key, text=form.cleaned_data["text"],
            by=self.request.user, version=form.cleaned_data["version"],
        )  # fmt: skip

    def get_success_url(self) -> str:
        return self.address("benefits")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "intro": f"{self.match.benefit.name} · {self.match.benefit.policy}",
            "cancel_url": self.address("benefits"),
        }


def _open(case: Case, key: str) -> Match | None:
    found = benefits.of(benefits.known_of(case.project))
    return next((one for one in found if one.benefit.key == key and one.state != "closed"), None)


def claim_text(match: Match) -> str:
    """The message that asks for a benefit, with what is not known yet."""
    words = {"benefit": match.benefit.name, "policy": match.benefit.policy}
    text = _("We would like to claim “%(benefit)s” (%(policy)s). Please tell us what is needed and by when.") % words
    missing = [one.words for one in match.conditions if one.holds is None]
    return f"{text}\n" + "\n".join(_("Not known yet: %(condition)s") % {"condition": said} for said in missing)
