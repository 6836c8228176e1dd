"""Answer a request for correction: what, why, by when; only what was asked can be changed."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.actions import applications, files, projects
from cases.daywords import date_words
from cases.enums import Action
from cases.models import Correction, CorrectionPoint, Project, StoredFile
from portal.selfservice.forms.correction import CorrectionForm
from portal.selfservice.papers import Paper
from portal.selfservice.views.generic import CaseAction
from portal.selfservice.views.materials import take_uploads


class Answer(CaseAction):
    """``way``: send (change and send back) or save (keep and come back later)."""

    act = Action.ANSWER_CORRECTION
    title = _("Correct the application")
    template_name = "my/correction.html"
    form_class = CorrectionForm
    done_message = _("The correction was sent. The agency looks at it again.")

    @cached_property
    def correction(self) -> Correction | None:
        return self.case.corrections.filter(answered_at__isnull=True).select_related("requested_by").first()

    @cached_property
    def points(self) -> list[CorrectionPoint]:
        return list(self.correction.points.select_related("material__case_item__item")) if self.correction else []

    def over(self) -> str:
        answered = self.request.method == "POST" and self.correction is None and self.case.corrections.exists()
        return self.address("case") if answered else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        fresh = Project.objects.select_related("enterprise", "region", "category").get(pk=self.case.project_id)
        asked = {point.field for point in self.points if point.field}
        return super().get_form_kwargs() | {"project": fresh, "asked": asked}

    def due_words(self) -> str:
        return date_words(self.correction.due) if self.correction else ""

    def papers(self) -> list[Paper]:
        return [Paper(point.material) for point in self.points if point.material]

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        refused = take_uploads(self, self.papers())
        if refused:
            for paper, sentence in refused:
                form.add_error(None, f"{paper.name}{_(': ')}{sentence}")
            return self.form_invalid(form)
        if self.request.POST.get("way") == "save":
            self.done_message = _("Saved. It is not sent yet: press “Send the correction” when everything is right.")
        return super().form_valid(form)

    def perform(self, form: CorrectionForm) -> Any:
        version = form.cleaned_data["version"]
        with transaction.atomic():
            changes = form.changes()
            if changes:
                projects.change(self.case, changes, by=self.request.user, version=version)
                version = self.case.version
            if self.request.POST.get("way") != "save":
                applications.answer_correction(self.case, by=self.request.user, version=version)
        return self.case

    def get_success_url(self) -> str:
        return self.address("correction" if self.request.POST.get("way") == "save" else "case")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        since = self.correction.requested_at if self.correction else None
        given: dict[int, list[StoredFile]] = {}
        for stored in self.case.files.filter(
            removed_at__isnull=True, material__in=[p.material_id for p in self.points if p.material_id]
        ):
            given.setdefault(stored.material_id or 0, []).append(stored)
        rows = [
            {
                "point": point,
                "inputs": context["form"].bound_field(point.field) if point.field else [],
                "paper": Paper(point.material) if point.material else None,
                "old": [f for f in given.get(point.material_id or -1, []) if since and f.uploaded_at < since],
                "new": [f for f in given.get(point.material_id or -1, []) if since and f.uploaded_at >= since],
            }
            for point in self.points
        ]
        return context | {
            "correction": self.correction,
            "due_words": self.due_words(),
            "rows": rows,
            "accept": ",".join(files.TYPES),
        }
