"""Tags of policies: field, category, stage, place. Shown on the page, and the list is narrowed by them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.models import ProjectCategory, Region, Stage
from portal.selfservice.places import county_choices

if TYPE_CHECKING:
    from portal.models.policy import PolicyPage

KINDS = ("fields", "categories", "stages", "regions")


@dataclass(frozen=True)
class Tags:
    """The rows by which a policy is tagged, each kind in its own order; nothing of a kind means all of them."""

    fields: list[Any] = field(default_factory=list)
    categories: list[ProjectCategory] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)

    def fit(self, wanted: Mapping[str, str], paths: Mapping[str, str]) -> bool:
        """Whether the policy concerns what was chosen. ``paths``: {code of a place: the codes from the top down to it}."""
        known = {
            "field": {row.slug for row in self.fields},
            "category": {row.code for row in self.categories},
            "stage": {row.code for row in self.stages},
        }
        if any(wanted.get(name) and codes and wanted[name] not in codes for name, codes in known.items()):
            return False
        within = paths.get(wanted.get("region", ""), "").split("/")
        return not wanted.get("region") or not self.regions or any(row.code in within for row in self.regions)


def of(pages: Iterable["PolicyPage"]) -> dict[int, Tags]:
    """{page: its tags}; one query for each kind, however many pages there are."""
    pages = list(pages)
    found: dict[int, dict[str, list[Any]]] = {page.pk: defaultdict(list) for page in pages}
    for kind in KINDS if pages else ():
        column = type(pages[0])._meta.get_field(kind)
        name = column.m2m_reverse_field_name()
        rows = column.remote_field.through.objects.filter(policypage__in=found).select_related(name)
        for row in sorted(rows, key=lambda row: _order(getattr(row, name))):
            found[row.policypage_id][kind].append(getattr(row, name))
    return {pk: Tags(**kinds) for pk, kinds in found.items()}


def _order(row: Any) -> tuple[Any, ...]:
    return (row.path,) if isinstance(row, Region) else (row.order, row.pk)


class FilterForm(forms.Form):
    """What a reader looks for; an unknown value narrows nothing."""

    field = forms.ChoiceField(label=pgettext_lazy("policy", "Field"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category of project"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Place"), required=False)

    def __init__(self, data: Any, fields: Iterable[Any]) -> None:
        super().__init__(data)
        every = [("", _("All"))]
        self.paths = dict(Region.objects.values_list("code", "path"))
        codes = dict(Region.objects.values_list("pk", "code"))
        self.fields["field"].choices = every + [(row.slug, row.name) for row in fields]
        self.fields["category"].choices = every + [(row.code, row.name) for row in ProjectCategory.objects.all()]
        self.fields["stage"].choices = every + [(row.code, row.name) for row in Stage.objects.order_by("order")]
        self.fields["region"].choices = every + [
            (label, [(codes[key], name) for key, name in inside]) for label, inside in county_choices() if label
        ]
        self.full_clean()

    def chosen(self) -> dict[str, str]:
        """What narrows the list."""
        return {name: value for name in self.fields if (value := self.cleaned_data.get(name) or "")}
