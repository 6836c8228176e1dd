"""Four views and their rule: a screen names its queryset, filter, table and permission, and nothing else."""

import hashlib
from abc import abstractmethod
from copy import copy
from itertools import islice
from typing import Any, Self

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Max, QuerySet
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from backoffice import exports, nav
from backoffice.access import Permission
from backoffice.forms import meanwhile
from backoffice.forms.base import HIDDEN, ActForm
from backoffice.paging import Rows
from backoffice.views.once import SendOnceMixin
from cases import permissions, transitions
from cases.enums import Action, PostRole
from cases.exceptions import CaseError, NotAllowed, Stale, StepNotAllowed
from cases.models import Case, Post, SavedFilter
from cases.queries import cases, sentences
from home import kept_day, pagecache
from home.access import SignedInMixin

SEEN_DIGITS = 9
UNTYPED = {"csrfmiddlewaretoken", "how_many", "more"} | HIDDEN


class OfficeMixin(SignedInMixin):
    """Signed in, an officer, and allowed by the view's own ``permission``; otherwise a page that says whom to ask."""

    permission: Permission
    place = ""
    title: str | Promise = ""
    intro: str | Promise = ""
    request: HttpRequest

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Default deny: a view that declares no permission does not start."""
        if not isinstance(getattr(cls, "permission", None), Permission):
            raise ImproperlyConfigured(f"{cls.__name__} must declare its permission")
        return super().as_view(**initkwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not self.permission.allows(request.user):
            return refused(request, self.permission)
        response = super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            kept_day.forget(request.user)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shell = {"office_nav": nav.rail(self.request.user, self.place), "title": self.get_title(), "intro": self.intro}
        return super().get_context_data(**(shell | kwargs))

    def get_title(self) -> str | Promise:
        return self.title


def refused(request: HttpRequest, permission: Permission, why: str = "") -> HttpResponse:
    """403 as a page: what the view is for, and who can give the right to it."""
    user = request.user
    units = {post.unit_id for post in user.active_posts}
    ask = Post.objects.active().filter(role=PostRole.ADMINISTRATOR).select_related("user", "unit").order_by("pk")[:5]
    context = {
        "officer": user.is_officer,
        "shell": "base_office.html" if user.is_officer else "base_portal.html",
        "office_nav": nav.rail(user, "") if user.is_officer else None,
        "title": _("You may not open this page"),
        "for_whom": permission.words,
        "why": why,
        "ask": sorted(ask, key=lambda post: post.unit_id not in units),
    }
    return render(request, "office/refused.html", context, status=403)


class ListView(OfficeMixin, SingleTableMixin, FilterView):
    """A work list: filter, table, pages, saved filters and the same rows as CSV or XLSX under the same right."""

    template_name = "office/list.html"
    table_pagination = {"per_page": 25}  # the table's own pager; ``paginate_by`` would count everything once more
    export_name = ""
    saved_as = ""

    @classmethod
    def opened(cls, request: HttpRequest, path: str, query: str = "") -> Self:
        """The list as it stands for somebody who opens it with ``query``: boards show its rows and its number."""
        view, asked = cls(), copy(request)
        asked.path, asked.GET = path, QueryDict(query)  # type: ignore[misc]
        view.setup(asked)
        filterset = view.get_filterset(view.get_filterset_class())
        chosen = not filterset.is_bound or filterset.is_valid()
        view.object_list = filterset.qs if chosen else filterset.queryset.none()
        return view

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = exports.asked(request, *(("csv", "xlsx") if self.export_name else ()))
        if not kind:
            return super().get(request, *args, **kwargs)
        return self.export(kind)

    def get_table_data(self) -> Rows:
        return self.table_rows

    @cached_property
    def table_rows(self) -> Rows:
        """What the table shows, as it was chosen."""
        chosen = hashlib.sha256(self.kept_query().encode()).hexdigest()
        return Rows(self.object_list, self.in_full, f"office.count.{self.request.user.pk}.{self.request.path}.{chosen}")

    def in_full(self, keys: list[Any]) -> QuerySet[Any]:
        """The rows of a page with everything that is shown. ``keys``: chosen from what the person may see."""
        found: QuerySet[Any] = self.object_list.order_by().filter(pk__in=keys)
        return found

    def export(self, kind: str) -> HttpResponse:
        """The whole filtered list, in the order shown."""
        filterset = self.get_filterset(self.get_filterset_class())
        self.object_list = filterset.qs if filterset.is_valid() else filterset.queryset.none()
        table = self.get_table(**self.get_table_kwargs())
        return exports.response(
            islice(exports.values(table), exports.MAX_ROWS),
            kind=kind,
            name=self.export_name,
            title=str(self.get_title()),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        bound = context.get("filter")
        context |= {"chips": self.chips(), "saved": self.saved(), "query": self.kept_query(), "saved_as": self.saved_as}
        if bound is not None and not bound.is_bound:
            context["filter_html"] = self.blank_filter()
        elif bound is not None:
            chosen = {name for name in bound.form.fields if name != "q" and self.request.GET.get(name)}
            context["filter_open"] = bool(chosen or bound.form.errors)
        if self.export_name:
            context["exports"] = [("CSV", self.with_query(export="csv")), ("XLSX", self.with_query(export="xlsx"))]
        return context

    def blank_filter(self) -> SafeString:
        """The fields with nothing chosen: the same for everybody until reference data changes, and slow to draw."""
        place = f"office.filter.{self.request.path}.{get_language()}"
        return pagecache.held(place, self._draw_filter)

    def _draw_filter(self) -> SafeString:
        return render_to_string("generic/filter_form.html", {"form": self.filterset.form}, self.request)

    def with_query(self, **changes: str) -> str:
        """This address with some parameters changed."""
        query = self.request.GET.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def kept_query(self) -> str:
        query = self.request.GET.copy()
        for name in ("page", "export"):
            query.pop(name, None)
        return query.urlencode()

    def chips(self) -> list[dict[str, Any]]:
        """Ready-made filters: (label, query) pairs of ``chip_queries``."""
        here = self.kept_query()
        return [{"label": label, "url": f"?{query}", "active": here == query} for label, query in self.chip_queries()]

    def chip_queries(self) -> list[tuple[str | Promise, str]]:
        return []

    def saved(self) -> list[SavedFilter]:
        return list(SavedFilter.objects.filter(user=self.request.user, view=self.saved_as)) if self.saved_as else []


class CaseMixin(OfficeMixin):
    """A page under one case. Fetching is authorising: a stranger's case does not exist."""

    place = "cases"
    case: Case
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and self.permission.allows(request.user):
            self.case = cases.tie(get_object_or_404(self.cases(), uuid=kwargs["case"]))
        return super().dispatch(request, *args, **kwargs)

    def cases(self) -> QuerySet[Case]:
        return cases.visible_to(self.request.user).select_related(*cases.PARTS)

    def case_url(self, tab: str = "case") -> str:
        return reverse(f"office:{tab}", args=[self.case.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(_("Cases"), reverse("office:cases")), (self.case.number or _("Draft"), self.case_url())]
        title = self.get_title()
        extra = {"breadcrumbs": [*crumbs, (title, "")] if title else crumbs}
        # The address brings ``case`` as a number; templates mean the row.
        return super().get_context_data(**(extra | kwargs | {"case": self.case}))


class ActionView(SendOnceMixin, CaseMixin, FormView):
    """A form, one action of the domain, a message, back to the case. A refusal keeps what was typed and changes nothing."""

    template_name = "office/action.html"
    form_class: type[ActForm] = ActForm
    submit_label: str | Promise = ""
    success: str | Promise = ""
    danger = False
    back = "case"

    def prepare(self) -> HttpResponseBase | None:
        """Fetch what hangs on the case and ask the domain whether the act is possible; an answer ends the request."""
        self.children()
        action = self.permission.action
        if action is None or self.permission.allows_on(self.request.user, self.case, self.item()):
            return None
        return self.not_now(action)

    def children(self) -> None:
        """Fetch the objects below the case, always through the case."""

    def item(self) -> Any:
        """The case item that the act is about, if the right depends on it."""
        return None

    def not_now(self, action: Action) -> HttpResponseBase:
        """The person has no right, or the case is not in the right state: two different answers."""
        said, step = sentences.act(self.case, action), transitions.step(self.case.status, action)
        if step is not None and permissions.in_scheme(step, self.case):
            why = _("“%(action)s” belongs to %(who)s.") % {"action": said, "who": step.who.label}
            return refused(self.request, self.permission, why)
        words = {"action": said, "status": self.case.get_status_display()}
        why = _("“%(action)s” is not possible while the case is “%(status)s”. Nothing was changed.") % words
        return self.out_of_turn(why)

    def out_of_turn(self, why: str) -> HttpResponseBase:
        """The case went on meanwhile. Who had typed something gets it back to copy; otherwise the case says what is next."""
        if self.request.method != "POST" or not self.typed():
            messages.warning(self.request, why)
            return HttpResponseRedirect(self.case_url())
        form = self.get_form()
        # What is wrong is the moment, not what was typed.
        form._errors, form.cleaned_data = ErrorDict(), {}
        form.add_error(None, why)
        form.add_error(None, _("What you typed is kept below: copy what you still need."))
        closed = not self.permission.allows_on(self.request.user, self.case, self.item())
        seen = self.request.POST.get("seen", "")
        changes = self.changed_since(int(seen) if seen.isdecimal() and len(seen) < SEEN_DIGITS else self.last_event())
        return self.render_to_response(self.get_context_data(form=form, changes=changes, closed=closed), status=409)

    def typed(self) -> bool:
        """Whether the form brought more than the press of a button."""
        return any(value.strip() for name, value in self.request.POST.items() if name not in UNTYPED)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.prepare() or super().get(request, *args, **kwargs)

    def first(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.prepare() or super().first(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.case, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"seen": self.last_event()}

    def last_event(self) -> int:
        return self.case.events.aggregate(last=Max("seq"))["last"] or 0

    @abstractmethod
    def perform(self, form: ActForm) -> Any:
        """Call the one action; returns what it made."""

    def form_valid(self, form: ActForm) -> HttpResponseBase:
        try:
            made = self.perform(form)
        except Stale as refusal:
            return self.stale(form, refusal)
        except StepNotAllowed as refusal:
            self.case.refresh_from_db()
            return self.out_of_turn(str(refusal))
        except NotAllowed as refusal:
            return refused(self.request, self.permission, str(refusal))
        except CaseError as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.success_message(made))
        return self.did()

    def form_invalid(self, form: ActForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def stale(self, form: ActForm, refusal: Stale) -> HttpResponseBase:
        """Show what others did meanwhile, keep what was typed, and offer to send it against the new state."""
        self.case.refresh_from_db()
        answer = self.prepare()
        if answer is not None:
            return answer
        seen = form.cleaned_data.get("seen") or 0
        fresh, values = self.renewed()
        fresh.add_error(None, str(refusal))
        context = self.get_context_data(form=fresh, changes=self.changed_since(seen), values=values)
        return self.render_to_response(context, status=409)

    def renewed(self) -> tuple[ActForm, list[meanwhile.Change]]:
        """The form against the new state: what was typed, and the new value of what only others have changed."""
        form: ActForm = self.get_form()
        values = meanwhile.merge(form, self.request.POST)
        form.data["version"], form.data["seen"] = self.case.version, self.last_event()
        form.full_clean()
        return form, values

    def changed_since(self, seen: int) -> list[dict[str, Any]]:
        """What others did after the event number ``seen``."""
        events = self.case.events.filter(seq__gt=seen).select_related("actor").order_by("seq")
        paper = self.case.scheme.agreement_kind
        return [
            {"at": event.at, "actor": sentences.actor(event), "sentence": sentences.event(event, paper=paper)}
            for event in events
        ]

    def success_message(self, made: Any) -> str:
        return str(self.success) or _("Recorded.")

    def get_success_url(self) -> str:
        return self.case_url(self.back)

    def get_title(self) -> str | Promise:
        return self.title or (sentences.act(self.case, self.permission.action) if self.permission.action else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {
            "submit_label": self.submit_label or self.get_title(),
            "danger": self.danger,
            "cancel_url": self.get_success_url(),
            "facts": self.facts(),
        }
        return super().get_context_data(**(extra | kwargs))

    def facts(self) -> list[tuple[Any, Any]]:
        """What the person should have before their eyes: (label, value)."""
        return []
