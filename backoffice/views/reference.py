"""Reference data in the browser: lists, edit with a reason, history with differences. Administrators only."""

from itertools import zip_longest
from typing import Any

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from backoffice.access import ADMINISTRATOR
from backoffice.columns import ROW_LINK
from backoffice.filters import Searchable, YesNoFilter, search
from backoffice.forms import reference as forms
from backoffice.reference import KINDS, Kind, title_of
from backoffice.tables import DeskTable
from backoffice.views.generic import ListView, OfficeMixin
from cases.actions import reference
from cases.exceptions import CaseError, Stale
from cases.models import ProjectCategory
from cases.queries import calendars, facts
from cases.queries import reference as history

RULED = frozenset({"items", "facts"})  # kinds of rows that rules stand on


class KindMixin(OfficeMixin):
    """A page about one kind of rows."""

    permission = ADMINISTRATOR
    place = "reference"
    kwargs: dict[str, Any]

    @property
    def kind(self) -> Kind:
        found = KINDS.get(self.kwargs["kind"])
        if found is None:
            raise Http404
        return found

    def rows(self) -> QuerySet[Any]:
        return self.kind.model._default_manager.select_related(*self.kind.related)

    def crumbs(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        here = (self.kind.label, reverse("office:reference_list", args=[self.kind.slug]))
        return [(_("Reference data"), reverse("office:reference")), here, *more]


def rule_faults() -> list[tuple[str, str]]:
    """What the rules of the catalogue say that makes no sense, as (item, sentence)."""
    words = facts.Words()
    return [(f"{one.item} {words.items.get(one.item, '')}", words.fault(one)) for one in facts.catalogue_faults()]


class Index(OfficeMixin, TemplateView):
    """All kinds of reference data, and how far the calendar reaches."""

    permission = ADMINISTRATOR
    place = "reference"
    title = gettext_lazy("Reference data")
    intro = gettext_lazy(
        "Every change needs a reason and leaves a version. What was promised in a running case does not change."
    )
    template_name = "office/reference/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "kinds": [kind for kind in KINDS.values() if not kind.parent],
            "parts": [kind for kind in KINDS.values() if kind.parent],
            "categories": ProjectCategory.objects.all(),
            "calendar_until": calendars.last_certain_day(),
            "rule_faults": rule_faults(),
        }
        return super().get_context_data(**(context | kwargs))


class ValueColumn(tables.Column):
    """A column of a reference row: choices by their label, yes and no in words."""

    def render(self, value: Any, record: Any) -> Any:
        return self.value(value, record)

    def value(self, value: Any, record: Any) -> Any:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        display = getattr(record, f"get_{self.accessor}_display", None)
        return display() if display else value


def table_for(kind: Kind) -> type[tables.Table]:
    """A table class with the kind's columns; the first opens the row."""
    made: dict[str, Any] = {"caption": kind.label}
    for number, path in enumerate(kind.columns):
        extra: dict[str, Any] = {}
        if number == 0:
            extra = {
                "attrs": ROW_LINK,
                "linkify": lambda record: reverse("office:reference_row", args=[kind.slug, record.pk]),
            }
        made[path] = ValueColumn(
            accessor=path, verbose_name=heading(kind.model, path), order_by=order_of(kind.model, path), **extra
        )
    made["Meta"] = type("Meta", (DeskTable.Meta,), {})
    return type(f"{kind.model.__name__}Table", (DeskTable,), made)


def heading(model: type[models.Model], path: str) -> str:
    """The column's name: that of the field, or of the relation for its name."""
    if path == "name":
        return _("Name")
    first, _sep, rest = path.partition("__")
    field = model._meta.get_field(first)
    label = capfirst(str(getattr(field, "verbose_name", first)))
    return f"{label} ({_('code')})" if rest == "code" and first != "item" else label


def order_of(model: type[models.Model], path: str) -> tuple[str, ...]:
    """Columns of the database behind a column of the table: a name has no column of its own."""
    if path != "name" and not path.endswith("__name"):
        return (path,)
    stem = path.removesuffix("name")
    has_code = path == "name" and any(field.name == "name_zh" for field in model._meta.concrete_fields)
    return (f"{stem}name_zh",) if has_code or stem else (path,)


def filter_for(kind: Kind) -> type[django_filters.FilterSet]:
    """A filter with search and the kind's own choices."""
    made: dict[str, Any] = {
        "search_paths": kind.search,
        "by_words": lambda self, queryset, name, value: search(queryset, value, self.search_paths),
        "Meta": type("Meta", (), {"model": kind.model, "fields": []}),
    }
    for name, path in kind.filters.items():
        label = _("Year") if name == "year" else capfirst(str(kind.model._meta.get_field(name).verbose_name))
        made[name] = _filter(kind.model, path, label)
    return type(f"{kind.model.__name__}Filter", (Searchable,), made)


def _filter(model: type[models.Model], path: str, label: str) -> Any:
    if path.endswith("year"):
        return django_filters.NumberFilter(field_name=path, label=label, min_value=1900, max_value=2200)
    field = model._meta.get_field(path)
    if isinstance(field, models.BooleanField):
        return YesNoFilter(field_name=path, label=label)
    if field.is_relation:
        return django_filters.ModelChoiceFilter(
            field_name=path, label=label, queryset=field.related_model._default_manager.all()
        )
    return django_filters.ChoiceFilter(field_name=path, label=label, choices=field.choices)


class RowList(KindMixin, ListView):
    """The rows of one kind."""

    permission = ADMINISTRATOR
    table_pagination = {"per_page": 50}
    export_name = "reference"

    def get_title(self) -> str:
        return self.kind.label

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows()

    def get_table_class(self) -> type:
        return table_for(self.kind)

    def get_filterset_class(self) -> type:
        return filter_for(self.kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.kind
        actions = [(_("Add"), reverse("office:reference_add", args=[kind.slug]))] if kind.adds else []
        if kind.slug == "days":
            actions = [
                (_("Enter the notice of a year"), reverse("office:calendar_notice")),
                (_("How far open dates are recomputed"), reverse("office:jobs")),
            ]
        extra = {"actions": actions, "intro": kind.text, "breadcrumbs": self.crumbs()}
        return super().get_context_data(**(extra | kwargs))


class RowForm(KindMixin, FormView):
    """Edit a row, or add one."""

    permission = ADMINISTRATOR
    template_name = "office/reference/row.html"
    form_class = forms.ReferenceForm
    adding = False

    def row(self) -> Any:
        if not hasattr(self, "_row"):
            if self.adding and not self.kind.adds:
                raise Http404
            self._row = self.kind.model() if self.adding else get_object_or_404(self.rows(), pk=self.kwargs["pk"])
        return self._row

    def get_title(self) -> str:
        return _("Add: %(what)s") % {"what": self.kind.one} if self.adding else title_of(self.row())

    def get_initial(self) -> dict[str, Any]:
        given = {name: value for name, value in self.request.GET.items() if name == self.kind.parent}
        return super().get_initial() | given | ({} if self.adding else {"version": history.number(self.row())})

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind, "row": self.row()}

    def form_valid(self, form: forms.ReferenceForm) -> HttpResponseBase:
        data, reason, user = form.data_for_action(), form.cleaned_data["reason"], self.request.user
        before = rule_faults() if self.kind.slug in RULED else []
        try:
            if self.adding:
                row = reference.add(self.kind.model, data, reason=reason, by=user)
            else:
                row = reference.change(self.row(), data, reason=reason, by=user, version=form.cleaned_data["version"])
        except Stale as refusal:
            form.data = form.data.copy()
            form.data["version"] = history.number(self.row())
            form.refuse(refusal)
            return self.form_invalid(form)
        except CaseError as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("Kept, with a version of what it said before."))
        self.warn(before)
        return HttpResponseRedirect(reverse("office:reference_row", args=[self.kind.slug, row.pk]))

    def warn(self, before: list[tuple[str, str]]) -> None:
        """Say at once what the change has made senseless elsewhere: a rule that follows this item, a cell of the matrix."""
        for name, sentence in rule_faults() if self.kind.slug in RULED else []:
            if (name, sentence) not in before:
                messages.warning(self.request, _("%(item)s: %(fault)s") % {"item": name, "fault": sentence})

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, row = self.kind, self.row()
        extra: dict[str, Any] = {
            "breadcrumbs": self.crumbs((self.get_title(), "")),
            "kind": kind,
            "row": row if row.pk else None,
        }
        if row.pk:
            extra["versions"] = history.number(row)
            extra["parts"] = [
                self.parts(part) for part in KINDS.values() if part.parent == "item" and kind.slug == "items"
            ]
            extra["history_url"] = reverse("office:reference_history", args=[kind.slug, row.pk])
            # Two kinds have no holes (the calendar, the stages): a day is changed, not taken away.
            extra["retire_url"] = reverse("office:reference_retire", args=[kind.slug, row.pk]) if kind.adds else ""
        if "rule" in kind.fields:
            extra["rule_facts"] = facts.askable()
        extra["cancel_url"] = reverse("office:reference_list", args=[kind.slug])
        return super().get_context_data(**(extra | kwargs))

    def parts(self, part: Kind) -> dict[str, Any]:
        """Rows that hang on an item: its papers, its dependencies."""
        rows = part.model._default_manager.filter(item=self.row()).select_related(*part.related)
        return {"kind": part, "rows": [(row, self.said(row)) for row in rows]}

    def said(self, row: Any) -> str:
        requires = getattr(row, "requires", None)
        if hasattr(row, "requires_id"):
            return f"{row.get_kind_display()}: {requires.code + ' ' + requires.name if requires else row.milestone}"
        return f"{row.order}. {row.name} · {row.get_form_display()} · {row.get_source_display()}"


class RowAdd(RowForm):
    """The empty form of a kind."""

    permission = ADMINISTRATOR
    adding = True


class Retire(KindMixin, FormView):
    """Take a row out of use."""

    permission = ADMINISTRATOR
    form_class = forms.RetireForm
    template_name = "generic/confirm.html"

    def row(self) -> Any:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return _("Take out of use: %(what)s") % {"what": title_of(self.row())}

    def form_valid(self, form: forms.RetireForm) -> HttpResponseBase:
        row = self.row()
        try:
            reference.retire(row, reason=form.cleaned_data["reason"], by=self.request.user)
        except CaseError as refusal:
            form.refuse(refusal)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(
            self.request,
            _("“%(what)s” is out of use. Running cases keep what they were promised.") % {"what": title_of(row)},
        )
        return HttpResponseRedirect(reverse("office:reference_list", args=[self.kind.slug]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row()
        extra = {
            "breadcrumbs": self.crumbs(
                (title_of(row), reverse("office:reference_row", args=[self.kind.slug, row.pk])),
                (_("Take out of use"), ""),
            ),
            "consequence": _(
                "New applications no longer see it. A row that something still uses cannot be taken away."
            ),
            "danger": True,
            "submit_label": _("Take out of use"),
            "cancel_url": reverse("office:reference_row", args=[self.kind.slug, row.pk]),
        }
        return super().get_context_data(**(extra | kwargs))


class History(KindMixin, TemplateView):
    """How a row came to say what it says."""

    permission = ADMINISTRATOR
    template_name = "office/reference/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = get_object_or_404(self.rows(), pk=self.kwargs["pk"])
        versions = history.history(row)
        shown = [
            {"version": version, "reason": history.reason(version), "differences": history.differences(older, version)}
            for version, older in zip_longest(versions, versions[1:])
        ]
        title = _("History of %(what)s") % {"what": title_of(row)}
        row_url = reverse("office:reference_row", args=[self.kind.slug, row.pk])
        extra = {
            "shown": shown,
            "title": title,
            "breadcrumbs": self.crumbs((title_of(row), row_url), (_("History"), "")),
        }
        return super().get_context_data(**(extra | kwargs))
