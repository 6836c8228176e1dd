"""Forms over reference rows. They check shape; ``actions.reference`` checks the rules and writes the version."""

import json
from datetime import date
from itertools import accumulate
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import DayField, PlainForm, text
from backoffice.reference import Kind
from cases.enums import Ground, Level, Need, PostRole
from cases.exceptions import CaseError

LISTS = {"grounds": Ground.choices, "list_levels": Level.choices, "roles": PostRole.choices}
FORMS_OF_AGREEMENT = [("agreement", _("Agreement")), ("authorisation", _("Authorisation"))]
LONG = 150
DEEPEST = 20  # brackets in one another; the deepest rule of the catalogue has six


def _too_deep(typed: Any) -> bool:
    """Whether brackets stand too deep in one another; those inside words count as well, which no rule comes near."""
    if not isinstance(typed, str):
        return False
    return max(accumulate((sign in "[{") - (sign in "]}") for sign in typed), default=0) > DEEPEST


class RuleField(forms.JSONField):
    """A rule as people write it: nothing for none, Chinese as Chinese."""

    default_error_messages = {"invalid": _("This is not JSON: check quotes, commas and brackets.")}

    def to_python(self, value: Any) -> Any:
        """Brackets in brackets without end are no rule either, and would break whoever follows them."""
        if _too_deep(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value})
        return super().to_python(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return forms.fields.InvalidJSONInput(data) if _too_deep(data) else super().bound_data(data, initial)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _too_deep(data) or super().has_changed(initial, data)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False)


def _field(column: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    if column.name in LISTS:
        return forms.MultipleChoiceField(
            label=capfirst(column.verbose_name),
            choices=LISTS[column.name],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    if column.name == "agreement_kind":
        return forms.ChoiceField(label=capfirst(column.verbose_name), choices=FORMS_OF_AGREEMENT)
    if isinstance(column, models.JSONField):
        return RuleField(
            label=capfirst(column.verbose_name),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_(
                "How a rule is written, with the facts and items that it may name, stands above. Empty: the enterprise is always asked."
            ),
        )
    if isinstance(column, models.DateField):
        return DayField(label=capfirst(column.verbose_name), required=not column.blank)
    if isinstance(column, models.CharField) and not column.choices and (column.max_length or 0) > LONG:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
    return column.formfield(**kwargs)


class ReferenceForm(PlainForm):
    """The facts of one row, and why they change."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: Kind, row: models.Model, **kwargs: Any) -> None:
        self.kind, self.row = kind, row
        super().__init__(*args, **kwargs)
        for name in kind.fields:
            if name == "code" and row.pk:
                continue
            made = _field(row._meta.get_field(name))
            if made is not None:
                self.fields[name] = made
                if row.pk or name != kind.parent:
                    made.initial = made.initial if made.initial is not None and not row.pk else self.value_of(name)
        self.fields["reason"] = forms.CharField(
            label=_("Reason for the change"),
            max_length=200,
            help_text=_("It is kept with the version, for example the document that orders it."),
        )

    def value_of(self, name: str) -> Any:
        column = self.row._meta.get_field(name)
        if isinstance(column, models.ManyToManyField):
            return list(getattr(self.row, name).values_list("pk", flat=True)) if self.row.pk else []
        return column.value_from_object(self.row)

    def data_for_action(self) -> dict[str, Any]:
        """Field name → value, without reason and version."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in {"reason", "version"}}
        for name, value in found.items():
            if isinstance(self.fields[name], forms.ModelMultipleChoiceField):
                found[name] = list(value)
        return found


class RetireForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def refuse(self, refusal: CaseError) -> None:
        self.add_error("reason" if refusal.field == "reason" else None, str(refusal))


class NoticeForm(forms.Form):
    """The State Council's notice of a year: ranges of rest days, single make-up days."""

    HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    source = forms.CharField(
        label=_("Number of the notice"), max_length=100, help_text=_("For example 国办发明电〔2026〕1号.")
    )
    work = text(
        _("Weekend days that are worked"), rows=3, required=False, help_text=_("One date in a line, as 2027-02-07.")
    )
    reason = forms.CharField(label=_("Reason for the change"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, name in enumerate(self.HOLIDAYS):
            self.fields[f"name_{n}"] = forms.CharField(max_length=40, required=False, initial=name)
            self.fields[f"first_{n}"] = DayField(required=False)
            self.fields[f"last_{n}"] = DayField(required=False)
            for part, said in (("name", _("holiday")), ("first", _("first day")), ("last", _("last day"))):
                self.fields[f"{part}_{n}"].label = f"{name} · {said}"
                self.fields[f"{part}_{n}"].widget.attrs["aria-label"] = f"{name} {said}"

    def ranges(self) -> list[list[Any]]:
        """The fields of each row."""
        return [[self[f"{part}_{n}"] for part in ("name", "first", "last")] for n in range(len(self.HOLIDAYS))]

    def plain_fields(self) -> list[Any]:
        return [self[name] for name in ("year", "source", "work", "reason")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for n in range(len(self.HOLIDAYS)):
            first, last = cleaned.get(f"first_{n}"), cleaned.get(f"last_{n}")
            if bool(first) != bool(last) and not {f"first_{n}", f"last_{n}"} & set(self.errors):
                self.add_error(f"last_{n}" if first else f"first_{n}", _("A holiday needs its first and its last day."))
        return cleaned

    def clean_work(self) -> list[date]:
        found = []
        for line in self.cleaned_data["work"].replace(",", "\n").replace("、", "\n").splitlines():
            if line.strip():
                found.append(DayField().clean(line.strip()))
        return found

    def rest(self) -> list[tuple[date, date, str]]:
        data = self.cleaned_data
        rows = [(data[f"first_{n}"], data[f"last_{n}"], data[f"name_{n}"]) for n in range(len(self.HOLIDAYS))]
        return [(first, last, name) for first, last, name in rows if first and last]

    def refuse(self, refusal: CaseError) -> None:
        field = {"rest": "first_0"}.get(refusal.field or "", refusal.field)
        self.add_error(field if field in self.fields else None, str(refusal))


class MatrixForm(forms.Form):
    """How one category needs every item; only what differs is changed."""

    def __init__(self, *args: Any, cells: list[Any], **kwargs: Any) -> None:
        self.cells = cells
        super().__init__(*args, **kwargs)
        for cell in cells:
            name = f"need_{cell.item.code}"
            self.fields[name] = forms.ChoiceField(
                choices=Need.choices, initial=cell.need, label=f"{cell.item.code} {cell.item.name}"
            )
            self.fields[name].widget.attrs["aria-label"] = self.fields[name].label
            self.fields[f"was_{cell.item.code}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=cell.need
            )
        self.fields["reason"] = forms.CharField(label=_("Reason for the change"), max_length=200)

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"cell": cell, "field": self[f"need_{cell.item.code}"], "was": self[f"was_{cell.item.code}"]}
            for cell in self.cells
        ]

    def changed_cells(self) -> list[tuple[Any, str]]:
        """(cell, new need) of what the person changed."""
        return [
            (cell, self.cleaned_data[f"need_{cell.item.code}"])
            for cell in self.cells
            if self.cleaned_data[f"need_{cell.item.code}"] != cell.need
        ]

    def stale(self) -> list[str]:
        """Items whose cell somebody else changed since the form was drawn."""
        return [
            cell.item.code
            for cell in self.cells
            if self.cleaned_data.get(f"was_{cell.item.code}") not in ("", cell.need)
        ]

    def refuse(self, refusal: CaseError) -> None:
        self.add_error("reason" if refusal.field == "reason" else None, str(refusal))
