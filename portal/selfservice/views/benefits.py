"""The benefits of policies that a project may claim, and the message in which the agency is asked to claim one (C.9, W-077)."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import permissions
from cases.enums import Action
from cases.models import Case
from portal import benefits
from portal.matching import Match
from portal.selfservice.views.generic import CasePage


class Benefits(CasePage):
    """Every published benefit held against the facts of the project."""

    title = gettext_lazy("Benefits of policies")
    template_name = "my/benefits.html"

    @cached_property
    def found(self) -> list[Match]:
        return benefits.of(benefits.known_of(self.case.project))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asking = permissions.may(self.request.user, Action.MESSAGE, self.case)
        return super().get_context_data(**kwargs) | {"found": self.found, "asking": asking}


def claim_text(case: Case, key: str) -> str:
    """The message that asks for a benefit; empty for one that is not published or not open to the project."""
    found = benefits.of(benefits.known_of(case.project))
    match = next((one for one in found if one.benefit.key == key and one.state != "closed"), None)
    if match is None:
        return ""
    words = {"benefit": match.benefit.name, "policy": match.benefit.policy}
    text = _("We would like to claim “%(benefit)s” (%(policy)s). Please tell us what is needed and by when.") % words
    missing = [one.words for one in match.conditions if one.holds is None]
    return f"{text}\n" + "\n".join(_("Not known yet: %(condition)s") % {"condition": said} for said in missing)
