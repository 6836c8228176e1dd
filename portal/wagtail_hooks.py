"""What editors see on the publishing side beyond Wagtail's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import Synonyms
from portal import archive, desk
from portal.models import DifferentPersonTask, Kiosk

KEEP = gettext_lazy(
    "A page that was published is not deleted: unpublish it. It stays in the tree, and its address leads to the page above."
)


@hooks.register("before_delete_page")
def refuse_to_delete_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What readers have seen stays: it is unpublished, kept in the tree, and its address leads to the page above."""
    if request.method == "POST" and archive.was_published(page):
        messages.error(request, KEEP)
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


@hooks.register("before_bulk_action")
def refuse_to_delete_many(
    request: HttpRequest, action_type: str, objects: list[Page], action: object
) -> HttpResponse | None:
    """Nor do many at once."""
    if action_type == "delete" and request.method == "POST" and any(archive.was_published(page) for page in objects):
        messages.error(request, KEEP)
        return redirect("wagtailadmin_explore_root")
    return None


@hooks.register("register_admin_urls")
def own_pages() -> list[URLPattern]:
    """The dashboard, and questions to and from 12345."""
    return [
        path("promoter/", desk.dashboard, name="promoter_dashboard"),
        path("promoter/questions/export/", desk.export, name="knowledge_export"),
        path("promoter/questions/import/", desk.take_in, name="knowledge_import"),
    ]


@hooks.register("register_admin_menu_item")
def dashboard_item() -> MenuItem:
    """First in the menu of every editor."""
    return MenuItem(
        gettext_lazy("Promoter's dashboard"), reverse("promoter_dashboard"), icon_name="clipboard-list", order=50
    )


class KioskViewSet(SnippetViewSet):
    """Terminals, under Settings; only administrators are allowed to."""

    model = Kiosk
    icon = "desktop"
    menu_label = gettext_lazy("Terminals")
    add_to_settings_menu = True
    list_display = ("code", "place", "idle_seconds", "active")


register_snippet(KioskViewSet)


class SynonymsViewSet(SnippetViewSet):
    """Synonyms of the search, approved by another person like pages."""

    model = Synonyms
    icon = "search"
    menu_label = gettext_lazy("Synonyms of the search")
    add_to_settings_menu = True
    list_display = ("words", "live")
    search_fields = ("words",)


register_snippet(SynonymsViewSet)


@hooks.register("after_edit_snippet")
def review_what_is_there_now(request: HttpRequest, snippet: Any) -> None:
    """As with pages: what was changed while it is being reviewed is reviewed as changed."""
    task = getattr(snippet, "current_workflow_task", None)
    if isinstance(task, DifferentPersonTask):
        task.follow_text(snippet)
