"""The material ledger of a case: what is missing by when, every paper with its versions, and how one is added."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import OFFICER, act
from backoffice.forms.base import ActForm
from backoffice.forms.materials import MaterialForm
from backoffice.forms.meanwhile import Change
from backoffice.views.case import CasePage
from backoffice.views.generic import ActionView
from cases.actions import materials
from cases.enums import Action, FileKind
from cases.models import Case, MaterialVersion
from cases.queries import checklists, files, ledger, ledger_groups


class Ledger(CasePage):
    """Every paper once, whatever number of items ask for it, one pile of them by ``?state=``; the corrections; papers of other kinds."""

    permission = OFFICER
    template_name = "office/case/files.html"
    tab = "case_files"

    def cases(self) -> QuerySet[Case]:
        return super().cases().annotate(any_shared=checklists.any_shared())

    def section(self) -> dict[str, Any]:
        lines = ledger.lines(self.case)
        stored = files.visible_to(self.request.user).filter(case=self.case, version__isnull=True)
        rest = list(
            stored.exclude(kind__in=[FileKind.DOCUMENT, FileKind.ARCHIVE]).select_related("uploaded_by", "material")
        )
        return {
            "papers": ledger_groups.arrange(lines, self.request.GET.get("state", "")),
            "wanted": ledger.wanted(lines),
            "loose": [one for one in rest if one.kind == FileKind.MATERIAL],
            "others": [one for one in rest if one.kind != FileKind.MATERIAL],
            "ticked": self.ticked(),
            "corrections": self.case.corrections.select_related("requested_by").prefetch_related("points"),
        }

    def ticked(self) -> list[dict[str, Any]]:
        """What the enterprise shows: which papers it believes to have, of the items of this case first."""
        shares = {share.ticked_id: share for share in checklists.shared_with(self.case)}
        mine = set(self.case.items.values_list("item__code", flat=True)) if shares else set()
        found = []
        for row, sheet, new in checklists.with_sheets(share.ticked for share in shares.values()):
            here = [part for part in sheet.parts if part.item.code in mine and part.lines]
            told = [part for part in here if part.have or part.done or part.news]
            found.append(
                {
                    "share": shares[row.pk],
                    "sheet": sheet,
                    "new": new,
                    "here": told,
                    "without": [part.item for part in here if part not in told],
                    "elsewhere": sum(part.have for part in sheet.parts if part.item.code not in mine),
                }
            )
        return found


class AddMaterial(ActionView):
    """Add a paper, or the next version of one (``?paper=``): it waits for the enterprise before anything is filed with it."""

    permission = act(Action.ADD_MATERIAL)
    form_class = MaterialForm
    intro = gettext_lazy(
        "What you add is marked as made by the agency. The enterprise confirms it or says what is wrong; no item is filed before."
    )
    success = gettext_lazy("The paper is in the ledger. The enterprise has been told.")
    back = "case_files"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"paper": self.request.GET.get("paper", "")}

    def facts(self) -> list[tuple[Any, Any]]:
        line = self.get_form().line
        if line is None:
            return []
        shown = [(_("Paper"), line.name), (_("For the items"), " · ".join(n.case_item.item.name for n in line.needs))]
        if line.current:
            shown.append((_("Version that stands now"), f"{line.number} · {line.current.get_origin_display()}"))
        return shown

    def perform(self, form: ActForm) -> MaterialVersion:
        data = form.cleaned_data
        return materials.add(
            self.case, data["name"], upload=data["upload"], filled=data["filled"], valid_until=data["valid_until"],
            result_of=data["result_of"], note=data["note"], instead_of=data["instead_of"], by=self.request.user,
        )  # fmt: skip

    def renewed(self) -> tuple[ActForm, list[Change]]:
        """Sent again, it is a decision taken with the new version in sight."""
        form, values = super().renewed()
        form.data["instead_of"] = form.standing(form.cleaned_data.get("name", ""))
        return form, values
