"""The question pages of a project: begin, and change until it is sent."""

import uuid
from abc import abstractmethod
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import ticks
from cases.actions import projects
from cases.enums import Action
from cases.models import Case, Enterprise, Project
from cases.queries import eligibility
from portal import benefits
from portal.selfservice import progress
from portal.selfservice.forms.project import PAGES, NewProjectForm, ProjectPage
from portal.selfservice.views.generic import ActionView, CaseAction
from portal.wizard import answers


class QuestionPage(ActionView):
    """One page of questions with the three ways on: continue, save and leave, check eligibility without saving."""

    template_name = "my/project.html"
    code = "basics"

    @property
    def way_on(self) -> str:
        return self.request.POST.get("way", "next")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.project(), "later": self.way_on != "next"}

    @abstractmethod
    def project(self) -> Project:
        """The project that the page writes to."""

    def form_valid(self, form: ProjectPage) -> HttpResponse:
        if self.way_on == "check":
            return self.render_to_response(self.get_context_data(form=form, checked=True))
        return super().form_valid(form)

    def eligibility_of(self, form: ProjectPage) -> eligibility.Eligibility | None:
        """What the answers on the page mean, also while they are not saved."""
        if self.code != "basics":
            return None
        project = form.instance
        ready = project.region_id and project.category_id and project.investment is not None and project.enterprise_id
        return eligibility.check(project) if ready and not (form.is_bound and form.errors) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = PAGES[self.code]
        context["form"].show_wanted()
        return context | {
            "title": page.heading,
            "intro": page.lead,
            "steps": self.steps(),
            "step": progress.ORDER.index(self.code) + 1,
            "eligibility": self.eligibility_of(context["form"]),
            "can_check": self.code == "basics",
        }

    def steps(self) -> list[Any]:
        return progress.names()


class NewProject(QuestionPage):
    """The first page. A checklist may bring ``category``, ``items`` and ``done`` along in the address, the guide
    to approvals its answers, the list of benefits its answers with the place and the benefit that is wanted."""

    title = gettext_lazy("New project")
    form_class = NewProjectForm

    @cached_property
    def enterprises(self) -> list[Enterprise]:
        return list(Enterprise.objects.filter(pk__in=list(self.request.user.member_of)))

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not self.enterprises:
            return redirect("?".join(filter(None, (reverse("my:enterprise_new"), request.GET.urlencode()))))
        return super().dispatch(request, *args, **kwargs)

    def project(self) -> Project:
        chosen = self.request.POST.get("enterprise") or str(self.enterprises[0].pk)
        known = next((row for row in self.enterprises if str(row.pk) == chosen), None)
        return Project(enterprise=known) if known else Project()

    def get_form_kwargs(self) -> dict[str, Any]:
        mine = Enterprise.objects.filter(pk__in=list(self.request.user.member_of))
        return super().get_form_kwargs() | {"enterprises": mine}

    def get_initial(self) -> dict[str, Any]:
        brought, told = self.request.GET, self.told
        return super().get_initial() | {
            "once": uuid.uuid4(),
            "category": told.category.pk if told.category else None,
            "items": ",".join(brought.getlist("items")),
            "done": ",".join(brought.getlist("done")),
            "checklist": brought.get("list", "")[:4],
            "ticks": brought.get("t", "") if ticks.read(brought.get("t", "")) else "",
            "answers": told.query() if told.facts or told.said else "",
            "wish": brought.get(projects.BENEFIT, "")[:40],
            "region": benefits.place_in(brought),
            "investment": told.facts.get("investment"),
            "investment_unit": "wan",
        }

    @cached_property
    def told(self) -> answers.Answers:
        """What was answered in the guide to approvals, from the address or from the form that carries it on."""
        return answers.read(QueryDict(self.request.POST.get("answers")) if self.request.POST else self.request.GET)

    def perform(self, form: NewProjectForm) -> Case:
        data = form.cleaned_data
        items, done = ([code.strip() for code in data[name].split(",") if code.strip()] for name in ("items", "done"))
        known, wish = self.told.project_data(), benefits.named(data["wish"])
        return projects.start(
            data["enterprise"],
            known | form.changes(),
            by=self.request.user,
            items=items,
            done=done,
            answers=self.told.kept(),
            once=data["once"],
            ticked=(data["checklist"], data["ticks"]),
            wish=wish.key if wish else "",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        count = sum(word != answers.UNSURE for word in self.told.said.values()) + len(self.told.facts)
        brought = ticks.read(context["form"]["ticks"].value() or "")
        return context | {
            "answers_brought": count,
            "ticks_brought": len(brought.have) if brought else 0,
            "wish": benefits.named(context["form"]["wish"].value() or ""),
        }

    def get_success_url(self) -> str:
        case = self.result
        return progress.address(case, "money") if self.way_on == "next" else reverse("my:case", args=[case.uuid])


class EditProject(CaseAction, QuestionPage):
    """A page of a draft, to be visited in any order and as often as wanted."""

    act = Action.EDIT

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["page"] not in PAGES:
            raise Http404
        self.code = kwargs["page"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def title(self) -> Any:
        return PAGES[self.code].heading

    def get_form_class(self) -> type[ProjectPage]:
        return PAGES[self.code]

    def project(self) -> Project:
        # A copy of its own: what is typed and refused must not show in the head of the page.
        return Project.objects.select_related("enterprise", "region", "category").get(pk=self.case.project_id)

    def perform(self, form: ProjectPage) -> Case:
        return projects.change(self.case, form.changes(), by=self.request.user, version=form.cleaned_data["version"])

    def get_success_url(self) -> str:
        if self.request.GET.get("then") == "check" and self.way_on == "next":
            return progress.address(self.case, "check")
        if self.request.GET.get("then") == "benefits" and self.way_on == "next":
            return self.address("benefits")
        return progress.address(self.case, progress.after(self.code)) if self.way_on == "next" else self.address("case")

    def steps(self) -> list[Any]:
        labels = zip(progress.ORDER, progress.names(), strict=True)
        return [{"label": label, "url": progress.address(self.case, code)} for code, label in labels]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"intro": PAGES[self.code].lead, "stored": self.stored(context["form"])}

    def stored(self, form: ProjectPage) -> list[tuple[str, str]]:
        """After somebody else saved: what is stored now where it differs from what was typed."""
        if not (form.is_bound and form.non_field_errors()):
            return []
        now = type(form)(instance=self.project())
        names = [name for name in form.fields if name != "version"]
        return [
            (form.fields[name].label, str(now[name].value() or _("nothing")))
            for name in names
            if str(now[name].value() or "") != str(form[name].value() or "")
        ]
