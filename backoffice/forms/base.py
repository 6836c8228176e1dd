"""What every form of an act has: version and values that were read, the place in the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice.forms import meanwhile
from cases.exceptions import CaseError
from cases.models import Case, User

MORE = 5  # rows at a press
HIDDEN = {"version", "seen", "token", "shown"}


class DayInput(forms.DateInput):
    """The browser's own calendar; always ISO, whatever the language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.DateField):
    """A date, with nonsense refused in words."""

    widget = DayInput
    default_error_messages = {"invalid": _("This is not a date. Write it as 2026-12-14.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"], **kwargs)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, or none; the cleaned value is a list. Size and type are judged by the domain."""

    widget = FilesInput

    def clean(self, data: object, initial: object = None) -> list[object]:
        return list(data) if isinstance(data, list | tuple) else [data] if data else []


def text(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def today() -> Any:
    return timezone.localdate()


class PlainForm(forms.Form):
    """A form outside cases: the domain's refusals come back to their field, or stand above the form."""

    def refuse(self, refusal: CaseError) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class ActForm(forms.Form):
    """The form of one act. It checks shape only; what the domain refuses comes back through ``refuse``."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        self.case, self.user = case, user
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = case.version
        self.fields["shown"].initial = lambda: meanwhile.shown(self)
        self.build()

    def build(self) -> None:
        """Fields that depend on the case."""

    def refuse(self, refusal: CaseError) -> None:
        """Show the domain's sentence on the field to blame, or above the form."""
        name = refusal.field if refusal.field in self.fields else None
        if name and self.fields[name].widget.is_hidden:
            name = None
        self.add_error(name, str(refusal))

    def values(self) -> dict[str, Any]:
        """What was typed, without the hidden fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}


@dataclass(frozen=True)
class Row:
    """One row of a form that is a table: what it is about, and its fields."""

    label: str
    cells: list[BoundField]
    headers: list[Any]
    note: str = ""
    group: str = ""

    @property
    def pairs(self) -> list[tuple[Any, BoundField]]:
        """Column and field; on a narrow screen the column stands over the field."""
        return list(zip(self.headers, self.cells, strict=True))

    @property
    def errors(self) -> list[str]:
        return [str(error) for cell in self.cells for error in cell.errors]


class RowsForm(ActForm):
    """A form with a table in it. ``columns`` are the headers; ``add_row`` names the fields of a row."""

    columns: tuple[Any, ...] = ()
    row_header: Any = _("Item")
    more_label: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._rows: list[tuple[str, str, str, list[str]]] = []
        super().__init__(*args, **kwargs)

    def add_row(self, label: str, fields: dict[str, forms.Field], note: str = "", group: str = "") -> None:
        """A row; every field is read out with the row's label and its column."""
        for header, field in zip(self.columns[-len(fields) :], fields.values(), strict=True):
            field.widget.attrs["aria-label"] = f"{label} {header}"
            field.label = f"{label} · {header}"
        self.fields.update(fields)
        self._rows.append((label, note, group, list(fields)))

    def rows(self) -> Iterator[Row]:
        """The rows with their bound fields."""
        for label, note, group, names in self._rows:
            yield Row(label, [self[name] for name in names], list(self.columns[-len(names) :]), note, group)

    def row_count(self, least: int, most: int) -> int:
        """How many empty rows a form with “more rows” (``how_many``) has now."""
        sent = str(self.data.get("how_many", "")) if self.is_bound else ""
        count = min(max(int(sent), least), most) if sent.isdecimal() and len(sent) < 4 else least
        count = min(count + MORE, most) if self.is_bound and "more" in self.data else count
        self.fields["how_many"].initial = count
        if self.is_bound:
            self.data = self.data.copy()
            self.data["how_many"] = count  # the next sending brings all of them
        return count

    def plain_fields(self) -> list[BoundField]:
        """The visible fields that are in no row."""
        in_rows = {name for _label, _note, _group, names in self._rows for name in names}
        return [bound for bound in self.visible_fields() if bound.name not in in_rows]
