"""Papers of the application: what is wanted, what is there, add and take out."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases import ticks
from cases.actions import files
from cases.enums import Action, FileKind
from cases.exceptions import CaseError
from cases.models import Case
from cases.queries import checklists
from portal.selfservice import papers, progress
from portal.selfservice.forms.base import ConfirmForm
from portal.selfservice.views.generic import CaseAction, CaseMixin


def take_uploads(view: Any, wanted: list[papers.Paper]) -> list[tuple[papers.Paper, str]]:
    """Store every chosen file by itself; returns the refusals with the paper they belong to. Good ones are kept."""
    refused, kept = [], 0
    for paper in wanted:
        for upload in view.request.FILES.getlist(paper.input_name):
            try:
                files.store(view.case, upload, kind=FileKind.MATERIAL, by=view.request.user, material=paper.first)
                kept += 1
            except CaseError as error:
                refused.append((paper, str(error.message)))
    if kept:
        messages.success(
            view.request, ngettext("%(n)d file was stored.", "%(n)d files were stored.", kept) % {"n": kept}
        )
    return refused


class Materials(CaseAction):
    """One place per paper; several files each. Choosing and continuing uploads too, nobody forgets a button."""

    act = Action.UPLOAD
    title = gettext_lazy("Papers for the approvals")
    intro = gettext_lazy("Upload what you have. What is missing may follow: the agents help you to get it.")
    template_name = "my/materials.html"
    form_class = ConfirmForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and self.case.status == "correcting":
            return HttpResponseRedirect(self.address("correction"))
        return super().dispatch(request, *args, **kwargs)

    def cases(self) -> QuerySet[Case]:
        return super().cases().annotate(any_shared=checklists.any_shared())

    @cached_property
    def groups(self) -> list[papers.ItemPapers]:
        return papers.by_item(self.case)

    def believed(self) -> set[int]:
        """Papers that stand ticked on a checklist shared with this case: known to be there, not uploaded yet."""
        have = frozenset().union(*(share.ticked.marked.have for share in checklists.shared_with(self.case)))
        if not have:
            return set()
        return {
            paper.first.pk
            for paper in papers.all_papers(self.groups)
            if have & {ticks.paper_code(item.item.code, paper.first.name_zh) for item in paper.items}
        }

    def form_valid(self, form: Any) -> HttpResponse:
        refused = take_uploads(self, papers.all_papers(self.groups))
        del self.groups
        if refused:
            for paper, sentence in refused:
                form.add_error(None, f"{paper.name}{_(': ')}{sentence}")
            return self.render_to_response(
                self.get_context_data(form=form, refused={p.first.pk: s for p, s in refused}), status=422
            )
        way = self.request.POST.get("way", "next")
        after = {"next": progress.address(self.case, "check"), "later": self.address("case")}
        return HttpResponseRedirect(after.get(way, self.address("materials")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = [paper for paper in papers.all_papers(self.groups) if paper.wanted]
        labels = zip(progress.ORDER, progress.names(), strict=True)
        return super().get_context_data(**kwargs) | {
            "groups": self.groups,
            "believed": self.believed(),
            "given": sum(1 for paper in wanted if paper.files),
            "wanted": len(wanted),
            "accept": ",".join(files.TYPES),
            "steps": [{"label": label, "url": progress.address(self.case, code)} for code, label in labels],
            "step": progress.ORDER.index("materials") + 1,
        }


class RemoveFile(CaseMixin, View):
    """Take a file out again (POST only). A second press finds it gone and says so."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(self.case.files.filter(kind=FileKind.MATERIAL), uuid=kwargs["file"])
        try:
            if found.removed_at is None:
                files.remove(found, by=request.user)
            messages.success(request, _("“%(name)s” was taken out.") % {"name": found.name})
        except CaseError as error:
            messages.error(request, str(error.message))
        return HttpResponseRedirect(self.address("materials"))
