"""People and posts: who is who, appoint, end. And the list of all changes. Administrators only."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.generic import TemplateView

from backoffice.access import ADMINISTRATOR
from backoffice.columns import NUMBER, ROW_LINK, DayColumn
from backoffice.filters import Searchable
from backoffice.forms import people as forms
from backoffice.reference import BY_MODEL
from backoffice.tables import DeskTable
from backoffice.views.generic import ListView, OfficeMixin
from backoffice.views.rows import NewRowView, PlainFormView
from cases.actions import people
from cases.daywords import with_days
from cases.enums import PostRole
from cases.listwords import clauses
from cases.models import Post, ReferenceVersion, User
from cases.queries import handover, liaisons
from cases.queries import reference as history

NO_POST, EVERYBODY = "none", "all"
HELD = [(NO_POST, gettext_lazy("No post")), (EVERYBODY, gettext_lazy("Everybody"))]


def _in_post() -> Q:
    """Holds a post today."""
    return Q(pk__in=Post.objects.active().values("user"))


def officers() -> QuerySet[User]:
    """Everybody who is no person of an enterprise, and whoever holds or held a post."""
    return User.objects.filter(Q(memberships__isnull=True) | Q(posts__isnull=False)).distinct()


class PeopleFilter(Searchable):
    """People by name, address, unit or role."""

    search_paths = ("name", "email", "posts__unit__name_zh", "posts__unit__name_en")
    role = django_filters.ChoiceFilter(label=gettext_lazy("Role"), choices=PostRole.choices, method="by_role")

    held = django_filters.ChoiceFilter(
        label=gettext_lazy("Posts"), choices=HELD, empty_label=gettext_lazy("With a post today"), method="by_held"
    )

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Who holds a post, unless somebody else is asked for: an account alone makes nobody an agent."""
        super().__init__(*args, **kwargs)
        if not (self.data or {}).get("held"):
            self.queryset = self.queryset.filter(_in_post())

    def by_held(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        if value == NO_POST:
            return queryset.exclude(_in_post())
        return queryset

    def by_role(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return queryset.filter(posts__in=Post.objects.active().filter(role=value))


class PeopleTable(DeskTable):
    """People of the service with their posts."""

    caption = gettext_lazy("People and posts")
    name = tables.Column(linkify=lambda record: reverse("office:person", args=[record.pk]), attrs=ROW_LINK)
    email = tables.Column()
    phone = tables.Column(attrs={"td": {"class": "nowrap"}})
    held = tables.Column(accessor="pk", orderable=False, verbose_name=gettext_lazy("Posts"))

    class Meta(DeskTable.Meta):
        model = User
        fields = ("name", "email", "phone", "held")

    def render_held(self, record: Any) -> Any:
        return self.value_held(record) or "–"

    def value_held(self, record: Any) -> str:
        return clauses(self.lines(record))

    def lines(self, record: Any) -> list[str]:
        return [f"{post.unit.name} {post.get_role_display()}" for post in record.held_posts]


class PeopleList(ListView):
    """Who holds which post; the others of the service under a filter. People of enterprises are not shown."""

    permission = ADMINISTRATOR
    place = "people"
    title = gettext_lazy("People and posts")
    template_name = "office/people.html"
    table_class = PeopleTable
    filterset_class = PeopleFilter
    export_name = "people"

    def get_queryset(self) -> QuerySet[User]:
        active = Post.objects.active().select_related("unit")
        return officers().prefetch_related(Prefetch("posts", active, to_attr="held_posts")).order_by("name", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        add = [(_("Add a person"), reverse("office:person_add"))]
        return super().get_context_data(actions=add, outside=liaisons.outside_numbers(), **kwargs)


class PersonAdd(NewRowView):
    permission = ADMINISTRATOR
    place = "people"
    list_title = gettext_lazy("People and posts")
    title = gettext_lazy("Add a person")
    form_class = forms.OfficerForm
    made: User

    def perform(self, form: Any) -> str:
        self.made = people.create_officer(**form.cleaned_data, by=self.request.user)
        return _("The account is made. Now appoint %(name)s.") % {"name": self.made.name}

    def get_success_url(self) -> str:
        return reverse("office:appoint", args=[self.made.pk])


class PersonMixin(OfficeMixin):
    """A page about one person."""

    permission = ADMINISTRATOR
    place = "people"
    kwargs: dict[str, Any]

    def person(self) -> User:
        return get_object_or_404(officers(), pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("office:person", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person()
        crumbs = [(_("People and posts"), reverse("office:people")), (person.name, self.get_success_url())]
        extra = {"person": person, "breadcrumbs": crumbs, "cancel_url": self.get_success_url()}
        return super().get_context_data(**(extra | kwargs))


class Person(PersonMixin, TemplateView):
    """A person with all posts, also ended ones."""

    permission = ADMINISTRATOR
    template_name = "office/person.html"

    def get_title(self) -> str:
        return self.person().name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posts = (
            Post.objects.filter(user=self.person())
            .select_related("unit", "group")
            .prefetch_related("categories", "stages", "items")
        )
        context = {
            "posts": posts.order_by("-since"),
            "actions": [(_("Appoint"), reverse("office:appoint", args=[self.kwargs["pk"]]))],
        }
        return super().get_context_data(**(context | kwargs))


class Appoint(PersonMixin, PlainFormView):
    permission = ADMINISTRATOR
    title = gettext_lazy("Appoint")
    form_class = forms.AppointForm

    def perform(self, form: Any) -> str:
        post = people.appoint(self.person(), **form.values(), by=self.request.user)
        return _("%(post)s: appointed.") % {"post": post}


class Dismiss(PersonMixin, PlainFormView):
    permission = ADMINISTRATOR
    title = gettext_lazy("End the post")
    form_class = forms.DismissForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = len(handover.pieces(self.person()))
        warned = ngettext(
            "One piece of open work is still with this person: have it handed over first.",
            "%(count)s pieces of open work are still with this person: have them handed over first.",
            count,
        ) % {"count": count}
        return super().get_context_data(**({"intro": warned if count else ""} | kwargs))

    def perform(self, form: Any) -> str:
        post = get_object_or_404(Post.objects.filter(user=self.person()), pk=self.kwargs["post"])
        people.dismiss(post, **form.cleaned_data, by=self.request.user)
        return _("%(post)s: ended.") % {"post": post}


class ChangeFilter(Searchable):
    """Changes by key or reason."""

    search_paths = ("key", "reason", "changed_by__name")

    class Meta:
        model = ReferenceVersion
        fields: list[str] = []


class ChangeTable(DeskTable):
    """Who changed what, when and why."""

    caption = pgettext_lazy("log", "Changes")
    changed_at = DayColumn(verbose_name=gettext_lazy("When"))
    model = tables.Column(verbose_name=gettext_lazy("What"), orderable=False)
    key = tables.Column(verbose_name=gettext_lazy("Row"))
    number = tables.Column(verbose_name=gettext_lazy("Version"), attrs=NUMBER)
    reason = tables.Column(verbose_name=gettext_lazy("Reason"))
    changed_by = tables.Column(accessor="changed_by__name", verbose_name=gettext_lazy("By"))

    class Meta(DeskTable.Meta):
        model = ReferenceVersion
        fields = ("changed_at", "model", "key", "number", "reason", "changed_by")

    def render_key(self, value: str) -> str:
        """A day of the calendar is its own key."""
        return with_days(value)

    def render_model(self, value: str) -> str:
        kind = BY_MODEL.get(value)
        return capfirst(kind.one if kind else {"post": _("post"), "categoryrule": _("matrix cell")}.get(value, value))

    def value_model(self, value: str) -> str:
        return self.render_model(value)

    def render_reason(self, record: ReferenceVersion) -> str:
        return history.reason(record)

    def value_reason(self, record: ReferenceVersion) -> str:
        return history.reason(record)


class Changes(ListView):
    """All changes of reference data and posts, newest first."""

    permission = ADMINISTRATOR
    place = "changes"
    title = pgettext_lazy("log", "Changes")
    intro = gettext_lazy(
        "Who changed which reference row or post, when and why. Open a row of the reference data to see its differences."
    )
    table_class = ChangeTable
    filterset_class = ChangeFilter
    export_name = "changes"

    def get_queryset(self) -> QuerySet[ReferenceVersion]:
        return (
            ReferenceVersion.objects.exclude(changed_by=None)
            .select_related("changed_by")
            .order_by("-changed_at", "-pk")
        )
