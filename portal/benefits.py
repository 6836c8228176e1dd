"""The benefits that the published explanations of policies name, and the page on which anybody finds those open to a project."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Project, ProjectCategory, ProjectFact, Region
from cases.queries import facts, proposal
from cases.reference.rules import CATEGORY
from home.words import is_chinese
from portal import matching
from portal.matching import Benefit, Match
from portal.models import PolicyExplanationPage, PolicyPage
from portal.selfservice.places import counties, county_choices
from portal.wizard import answers as said
from portal.wizard.forms import FactsForm


def possible_values() -> dict[str, Any]:
    """The values of every fact that has a list, places and categories among them."""
    rows = ProjectFact.objects.filter(active=True)
    return facts.choices(*rows) | {
        CATEGORY: tuple(ProjectCategory.objects.values_list("code", flat=True)),
        matching.REGION: tuple(Region.objects.order_by("path").values_list("code", flat=True)),
    }


def published(pages: Iterable[PolicyExplanationPage] | None = None) -> list[Benefit]:
    """Every benefit of these pages, or of all published explanations, whose policy is in force today. One on a condition that
    can no longer be asked (a row was removed) promises nothing and is left out."""
    values, found = possible_values(), []
    every = list(PolicyExplanationPage.objects.live().public().order_by("path") if pages is None else pages)
    policies = {page.path: page for page in PolicyPage.objects.live().public()}
    for page in every:
        policy = policies.get(page.path[: -page.steplen])
        if policy is None or not policy.in_force():
            continue
        for block in page.benefits:
            value = block.value
            english = not is_chinese()
            name, what, amount = (
                (value.get(f"{part}_en") if english else "") or value.get(part) or ""
                for part in ("name", "what", "amount")
            )
            try:
                rules = tuple(
                    matching.rule_of(one["fact"], one["op"], one["value"], values) for one in value["conditions"]
                )
            except matching.NotACondition:
                continue
            found.append(Benefit(str(block.id), name, what, rules, value["until"], page.shown_title, page.url, amount))
    return found


def of(known: Mapping[str, Any], pages: Iterable[PolicyExplanationPage] | None = None) -> list[Match]:
    """The benefits of these pages, or of all, held against what is known."""
    return _held(published(pages), known)


def words() -> matching.Words:
    """The words of conditions and places, for any number of matches."""
    return matching.Words({row.code: row.name for row in Region.objects.only("code", "name_zh", "name_en")})


def _held(found: Iterable[Benefit], known: Mapping[str, Any], say: matching.Words | None = None) -> list[Match]:
    return matching.match(found, known, timezone.localdate(), say or words())


def against(benefit: Benefit, known: Mapping[str, Any], say: matching.Words | None = None) -> Match | None:
    """One benefit held against what is known; None when it is given no longer."""
    return next(iter(_held([benefit], known, say)), None)


def known_of(project: Project) -> dict[str, Any]:
    """The facts of a project, with the places from the top down to its own."""
    place = project.town or project.region
    return proposal.facts(project) | {matching.REGION: place.path.split("/")}


class PlaceForm(FactsForm):
    """Category, place and the facts."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, dates=False, **kwargs)
        first = {
            "category": forms.ChoiceField(
                label=_("What will be built?"), required=False,
                choices=[("", _("Not sure yet")), *((row.code, row.name) for row in ProjectCategory.objects.all())],
            ),
            "region": forms.ModelChoiceField(
                label=_("County, district or zone"), queryset=counties(), required=False, to_field_name="code"
            ),
        }  # fmt: skip
        first["region"].choices = county_choices("code")
        self.fields = first | self.fields


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Which benefits are open to my project? The answers stand in the address, nothing is stored."""
    every = published()
    named = facts.asked_by(rule for one in every for rule in one.rules)
    rows = list(ProjectFact.objects.filter(active=True, code__in=named))
    asked = bool(set(request.GET) & {"go", "category", "region", *(row.code for row in rows)})
    form = PlaceForm(request.GET if asked else None, rows=rows)
    found: list[Match] = []
    if asked and form.is_valid():
        told, region = said.read(request.GET, rows), form.cleaned_data.get("region")
        found = _held(every, _facts(told, region))
    title = _("Which benefits may I claim?")
    crumbs = [(_("Home"), "/"), (_("Policies"), "/policies/"), (title, "")]
    context = {"title": title, "breadcrumbs": crumbs, "form": form, "found": found, "asked": asked and form.is_valid()}
    if context["asked"]:
        context |= {"told": _told(form), "placed": bool(region), "way_on": _query(told, region)}
    response = render(request, "portal/benefits.html", context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


def _told(form: PlaceForm) -> list[tuple[str, str]]:
    """What the answer holds for: the category, and the place with the city above it."""
    region, category = form.cleaned_data.get("region"), form.cleaned_data.get("category")
    city = f"{region.parent.name} · " if region and region.parent else ""
    return [
        (_("Category"), dict(form.fields["category"].choices)[category] if category else _("Not sure yet")),
        (_("Place of the project"), f"{city}{region.name}" if region else _("Not sure yet")),
    ]


def _facts(told: said.Answers, region: Region | None) -> dict[str, Any]:
    project = Project(category=told.category or ProjectCategory(code=""), answers=told.kept(), **told.project_data())
    return proposal.facts(project) | ({matching.REGION: region.path.split("/")} if region else {})


def _query(told: said.Answers, region: Region | None) -> str:
    return told.query(**{"region": region.code} if region else {})


def place_in(address: QueryDict) -> Region | None:
    """The county, district or zone that an address names."""
    code = address.get("region", "")[:12]
    return counties().filter(code=code).first() if code.isalnum() else None


def told_in(address: QueryDict) -> dict[str, Any]:
    """The facts that an address tells, as conditions ask for them."""
    return _facts(said.read(address), place_in(address))


def carried(address: QueryDict) -> str:
    """The answers of an address as they go on into a claim or an application; what cannot be an answer stays behind."""
    return _query(said.read(address), place_in(address))


def named(key: str) -> Benefit | None:
    """A published benefit by its key."""
    return next((one for one in published() if one.key == key), None) if key else None
