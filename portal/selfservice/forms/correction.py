"""A correction: the asked fields of the project and nothing else, taken from the question pages they belong to."""

from typing import Any

from django import forms

from cases.models import Project
from portal.selfservice.forms.base import ActionForm
from portal.selfservice.forms.project import FIELDS, PAGES, ProjectPage


class CorrectionForm(ActionForm):
    """Carries the version, and the page forms cut down to what was asked (``parts``)."""

    def __init__(self, *args: Any, project: Project, asked: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        data = self.data if self.is_bound else None
        self.parts = [
            self._part(code, project, data) for code in PAGES if any(FIELDS.get(name) == code for name in asked)
        ]

    def _part(self, code: str, project: Project, data: Any) -> ProjectPage:
        part = PAGES[code](data, instance=project)
        keep = self.asked | ({"investment_unit"} if "investment" in self.asked else set())
        for name in set(part.fields) - keep:
            del part.fields[name]
        return part

    def is_valid(self) -> bool:
        parts = [part.is_valid() for part in self.parts]
        return super().is_valid() and all(parts)

    def all_forms(self) -> list[forms.BaseForm]:
        return [self, *self.parts]

    def bound_field(self, name: str) -> list[Any]:
        """The inputs for an asked field (an amount has two)."""
        for part in self.parts:
            if name in part.fields:
                return [part[name], *([part["investment_unit"]] if name == "investment" else [])]
        return []

    def changes(self) -> dict[str, Any]:
        """Asked fields whose value is another one now."""
        found = {name: value for part in self.parts for name, value in part.changes().items()}
        changed = {name for part in self.parts for name in part.changed_data}
        if "investment_unit" in changed:
            changed.add("investment")
        return {name: value for name, value in found.items() if name in changed}

    def refuse(self, error: Any, version: int | None = None) -> None:
        part = next((part for part in self.parts if error.field in part.fields), None)
        if part is None:
            super().refuse(error, version)
        else:
            part.add_error(error.field, str(error.message))
