"""The pages of the guide: category, facts, questions stage by stage, result. Plain GET forms, no session, no script needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.documents import mark
from cases.listwords import listed
from cases.models import ProjectCategory
from cases.queries import facts, proposal
from portal.checklists.addresses import public
from portal.models.guide import guide_urls
from portal.wizard import answers as said
from portal.wizard import questions, results
from portal.wizard.answers import Answers
from portal.wizard.forms import FactsForm, QuestionsForm

GO = "go"  # the button that was pressed: next, result


def to(name: str, answers: Answers, **changed: str) -> str:
    """The address of a page with the answers in it."""
    return "?".join(filter(None, (reverse(f"portal:{name}"), answers.query(**changed))))


def _steps(answers: Answers) -> list[dict[str, str]]:
    names = (
        ("wizard", _("Kind of project")),
        ("wizard_about", _("Money and land")),
        ("wizard_questions", _("Open questions")),
        ("wizard_result", _("Result")),
    )
    return [{"label": label, "url": to(name, answers)} for name, label in names]


def _page(request: HttpRequest, template: str, step: int, answers: Answers, **context: Any) -> HttpResponse:
    title = _("Which approvals do I need?")
    shown = {
        "title": title,
        "breadcrumbs": [(_("Home"), "/"), (title, "")],
        "steps": _steps(answers),
        "step": step,
        "answers": answers,
        "questions_url": to("wizard_questions", answers),
    }
    response = render(request, f"portal/wizard/{template}.html", shown | context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """The category; answers given before come along."""
    answers = said.read(request.GET)
    rows = [(row, to("wizard_about", answers, category=row.code)) for row in ProjectCategory.objects.all()]
    return _page(request, "begin", 1, answers, categories=rows)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The facts that decide many items at once."""
    answers = said.read(request.GET)
    if answers.category is None:
        return HttpResponseRedirect(to("wizard", answers))
    rows = questions.facts_of(answers.category)
    if GO in request.GET:
        form = FactsForm(request.GET, rows=rows)
        if form.is_valid():
            return HttpResponseRedirect(
                to("wizard_questions" if request.GET[GO] == "next" else "wizard_result", answers)
            )
    else:
        form = FactsForm(initial={**answers.facts, "start": answers.start, "works": answers.works}, rows=rows)
    hidden = [("category", answers.category.code), *answers.said.items()]
    return _page(request, "about", 2, answers, form=form, hidden=hidden, back=to("wizard", answers))


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The open questions of one stage: the first that has any, or the one that is named in the address."""
    answers = said.read(request.GET)
    if answers.category is None:
        return HttpResponseRedirect(to("wizard", answers))
    every = questions.groups(proposal.propose(answers.project()))
    wanted = request.GET.get("stage", "")
    group = next((one for one in every if one.stage.code == wanted), None)
    if GO in request.GET and group is not None:
        form = QuestionsForm(request.GET, rows=group.rows)
        told = answers.saying(form.said())
        return HttpResponseRedirect(to("wizard_questions" if request.GET[GO] == "next" else "wizard_result", told))
    group = group or questions.next_group(every, answers.said)
    if group is None:
        return HttpResponseRedirect(to("wizard_result", answers))
    number = every.index(group)
    form = QuestionsForm(initial=dict(answers.said), rows=group.rows)
    back = (
        to("wizard_questions", answers, stage=every[number - 1].stage.code) if number else to("wizard_about", answers)
    )
    here = set(group.codes())
    hidden = [(name, value) for name, value in _pairs(answers) if name not in here]
    return _page(
        request, "ask", 3, answers, form=form, group=group, hidden=hidden, back=back, number=number + 1, count=len(every),
        heading=group.stage.name,
    )  # fmt: skip


def _pairs(answers: Answers) -> list[tuple[str, str]]:
    given = {"start": answers.start.isoformat() if answers.start else "", "works": str(answers.works or "")}
    given = {"category": answers.category.code if answers.category else ""} | given | dict(answers.facts)
    return [(name, value) for name, value in (given | dict(answers.said)).items() if value]


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """The three groups and the first schedule. The address is always the shortest one that says the same."""
    answers = said.read(request.GET)
    if answers.category is None:
        return HttpResponseRedirect(to("wizard", answers))
    if request.GET.urlencode() != answers.query():  # what was asked, also where a terminal keeps it out of the address
        if left := said.unread(request.GET, answers):
            messages.warning(
                request, _("Not understood in this address and left out: %(what)s") % {"what": listed(left)}
            )
        return HttpResponseRedirect(to("wizard_result", answers))
    found = results.of(answers)
    address = public(request, to("wizard_result", answers))
    first = answers.first_day
    context = {
        "found": found,
        "guides": guide_urls(),
        "told": _told(answers),
        "first_day": first,
        "soonest_days": results.working_days(first, found.soonest),
        "best_days": results.working_days(first, found.best),
        "latest_days": results.working_days(first, found.latest),
        "apply_url": f"/my/projects/new/?{answers.query()}",
        "address": address,
        "symbol": mark.picture(address),
        "about_url": to("wizard_about", answers),
        "begin_url": to("wizard", answers),
    }
    return _page(request, "result", 4, answers, **context)


def _told(answers: Answers) -> list[tuple[str, str, str]]:
    """The facts as they were told, for the summary: label, value, where to change it."""
    words = facts.Words()
    rows = [(_("Category"), answers.category.name if answers.category else "", to("wizard", answers))]
    change = to("wizard_about", answers)
    for code, text in answers.facts.items():
        fact = words.facts[code]
        value = proposal.told(text) if code not in facts.LISTS else text
        if code == "investment":
            value = value * facts.WAN if value else value
        rows.append((fact.name, words.value(code, value), change))
    if answers.works:
        rows.append((_("Length of the works"), _("%(days)s calendar days") % {"days": answers.works}, change))
    return rows
