"""The benefits of policies that a project may claim, what was claimed, and asking the agency to claim one (C.9, W-070, W-077)."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases import permissions
from cases.actions import benefits as claims
from cases.actions import projects
from cases.enums import Action
from cases.models import Case, PolicyBenefit
from cases.queries import cases
from cases.transitions import FINAL
from portal import benefits
from portal.matching import Benefit, Match, Words
from portal.selfservice import missing
from portal.selfservice.forms.base import TextForm
from portal.selfservice.views.generic import CaseAction, CasePage, MyPage, own_cases

MOST = 50  # cases to choose from
ANSWERED = {
    True: gettext_lazy("By our own answer this holds: %(condition)s"),
    False: gettext_lazy("By our own answer this does not hold: %(condition)s"),
    None: gettext_lazy("Not known yet: %(condition)s"),
}


class Benefits(CasePage):
    """Every published benefit held against the facts of the project, and the claims with their outcome. What the project does not
    say may be answered here; the answers stand in the address and go on into a claim."""

    title = gettext_lazy("Benefits of policies")
    template_name = "my/benefits.html"

    @cached_property
    def found(self) -> list[Match]:
        return benefits.of(benefits.told_in(self.request.GET) | benefits.known_of(self.case.project))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asking = permissions.may(self.request.user, Action.MESSAGE, self.case)
        made = list(self.case.benefits.select_related("agent"))
        running = {row.key for row in made if row.key and row.status in claims.OPEN}
        wish = projects.wanted(self.case.project)
        self.found.sort(key=lambda one: one.benefit.key != wish)  # what one came for stands first
        more = {"wish": wish, "found": self.found, "asking": asking, "claims": made, "running": running}
        more["missing"] = missing.of(self.case, self.found, self.request.GET, self.request.user)
        more["carried"] = benefits.carried(self.request.GET)
        return super().get_context_data(**kwargs) | more


class ClaimStart(MyPage):
    """From the public list into a claim: for which of one's projects, or with a new application. The address carries the answers."""

    title = gettext_lazy("Claim a benefit")
    template_name = "my/claim_start.html"

    @cached_property
    def benefit(self) -> Benefit | None:
        return benefits.named(self.request.GET.get(projects.BENEFIT, "")[:40])

    @cached_property
    def answers(self) -> str:
        return benefits.carried(self.request.GET)

    @cached_property
    def say(self) -> Words:
        return benefits.words()

    def rows(self) -> list[dict[str, Any]]:
        """One's own cases that are not over, with what this benefit is to each and where to press."""
        every = own_cases(self.request.user).exclude(status__in=FINAL).select_related(*cases.PARTS)
        return [
            self.row(cases.tie(case))
            for case in every.select_related("project__town").prefetch_related("benefits")[:MOST]
        ]

    def row(self, case: Case) -> dict[str, Any]:
        page = reverse("my:benefits", args=[case.uuid])
        if self.benefit is None:
            return {"case": case, "url": page}
        match = benefits.against(self.benefit, benefits.known_of(case.project), self.say)
        running = any(one.key == self.benefit.key and one.status in claims.OPEN for one in case.benefits.all())
        able = not running and match is not None and match.state != "closed"
        if able and permissions.may(self.request.user, Action.MESSAGE, case):
            page = f"{reverse('my:claim', args=[case.uuid, self.benefit.key])}?{self.answers}"
        return {"case": case, "match": match, "running": running, "able": able, "url": page}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wish = urlencode({projects.BENEFIT: self.benefit.key}) if self.benefit else ""
        query = "&".join(filter(None, (self.answers, wish)))
        return super().get_context_data(**kwargs) | {
            "benefit": self.benefit,
            "gone": self.benefit is None and projects.BENEFIT in self.request.GET,
            "rows": self.rows(),
            "apply_url": f"{reverse('my:project_new')}?{query}",
            "answered": bool(self.answers),
        }


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
        return super().get_initial() | {"text": claim_text(self.match, self.said)}

    @cached_property
    def said(self) -> Match:
        """The same with what was answered on the way here, where the project itself says nothing."""
        known = benefits.told_in(self.request.GET) | benefits.known_of(self.case.project)
        return benefits.against(self.match.benefit, known) or self.match

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


def claim_text(match: Match, said: Match) -> str:
    """The message that asks for a benefit, with what the project does not say: as answered on the way here, or open."""
    words = {"benefit": match.benefit.name, "policy": match.benefit.policy}
    text = _("We would like to claim “%(benefit)s” (%(policy)s). Please tell us what is needed and by when.") % words
    lines = [
        ANSWERED[answered.holds] % {"condition": one.words}
        for one, answered in zip(match.conditions, said.conditions, strict=True)
        if one.holds is None
    ]
    return "\n".join([text, *lines])
