"""What editors see on the publishing side beyond Wagtail's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from portal.models import DifferentPersonTask


@hooks.register("before_delete_page")
def refuse_to_delete_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A published page is unpublished first, so that its going is on record; nothing vanishes in one click."""
    if request.method == "POST" and page.get_descendants(inclusive=True).live().exists():
        messages.error(request, _("Unpublish the page and everything below it before deleting it."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("after_edit_page")
def review_what_is_there(request: HttpRequest, page: Page) -> None:
    """A page that was changed while it is being reviewed is reviewed as changed."""
    task = page.current_workflow_task
    if isinstance(task, DifferentPersonTask):
        task.follow_text(page)


@hooks.register("before_copy_page")
def one_page_per_record(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page bound to a record cannot be copied."""
    if getattr(page.specific_class, "record_field", ""):
        messages.error(request, _("This page belongs to a record of the catalogue and cannot be copied."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
