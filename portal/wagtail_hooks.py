"""What editors see on the publishing side beyond Wagtail's own."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from cases.models import User
from home.models import PublicPage, Synonyms
from portal import archive, desk, editorial, withdrawal_pages, withdrawing
from portal.models import DifferentPersonTask, Kiosk, PolicyField

KEEP = gettext_lazy(
    "A page that was published is not deleted: propose to withdraw it. It stays in the tree, and its address leads on."
)
ANOTHER = gettext_lazy(
    "What another person has approved, nobody takes down or publishes alone: propose it, somebody else decides."
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
    """Nor do many at once; nor are many published or taken down at once, past the other person."""
    if action_type in {"publish", "unpublish"} and request.method == "POST":
        messages.error(request, ANOTHER)
        return redirect("wagtailadmin_explore_root")
    if action_type == "delete" and request.method == "POST" and any(archive.was_published(page) for page in objects):
        messages.error(request, KEEP)
        return redirect("wagtailadmin_explore_root")
    return None


@hooks.register("before_unpublish_page")
def propose_instead(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nobody takes down alone what another person has approved, administrators among them."""
    if not isinstance(page.specific, PublicPage):
        return None
    messages.warning(request, ANOTHER)
    return redirect("withdraw", page.pk)


@hooks.register("before_publish_page")
def publish_with_another(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nor does anybody publish alone as long as somebody else could approve it; what was written is kept as a draft."""
    if isinstance(page.specific, PublicPage) and editorial.another_may_approve(request.user):
        messages.warning(request, _("Saved as a draft. Somebody else has to approve it: send it for approval."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("construct_page_action_menu")
def without_lonely_buttons(menu: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """The buttons that nobody may press alone are not offered."""
    hidden = {"action-unpublish"} | ({"action-publish"} if editorial.another_may_approve(request.user) else set())
    menu[:] = [item for item in menu if item.name not in hidden]


@hooks.register("register_page_header_buttons")
def withdraw_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside the page's other acts."""
    if (
        isinstance(page.specific, PublicPage)
        and withdrawing.may_propose(user, page)
        and not withdrawing.refusal(page.specific)
    ):
        yield Button(_("Withdraw or replace"), reverse("withdraw", args=[page.pk]), icon_name="download", priority=62)


@hooks.register("register_admin_urls")
def own_pages() -> list[URLPattern]:
    """The dashboard, and questions to and from 12345."""
    return [
        path("promoter/", desk.dashboard, name="promoter_dashboard"),
        path("promoter/links/check/", desk.check_links, name="check_links"),
        path("promoter/withdraw/<int:page_id>/", withdrawal_pages.propose, name="withdraw"),
        path("promoter/withdrawals/<int:pk>/", withdrawal_pages.decide, name="withdrawal"),
        path("promoter/words/<int:pk>/checked/", withdrawal_pages.words_checked, name="words_checked"),
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


class PolicyFieldViewSet(SnippetViewSet):
    """Fields by which policies are tagged and filtered."""

    model = PolicyField
    icon = "tag"
    menu_label = gettext_lazy("Fields of policies")
    add_to_settings_menu = True
    list_display = ("name_zh", "name_en", "slug", "order")


register_snippet(PolicyFieldViewSet)


class SynonymsAdd(CreateView):
    """Begins with the words that a reader looked for and did not find."""

    def get_initial_form_instance(self) -> Synonyms:
        return Synonyms(words=self.request.GET.get("words", "")[:300])


class SynonymsViewSet(SnippetViewSet):
    """Synonyms of the search, approved by another person like pages."""

    model = Synonyms
    add_view_class = SynonymsAdd
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
