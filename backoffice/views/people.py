"""People and posts: who is who, appoint, end. And the list of all changes. Administrators only."""

from abc import abstractmethod
from typing import Any

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from backoffice.access import ADMINISTRATOR
from backoffice.columns import NUMBER, ROW_LINK, DayColumn
from backoffice.filters import Searchable
from backoffice.forms import people as forms
from backoffice.reference import BY_MODEL
from backoffice.tables import DeskTable
from backoffice.views.generic import ListView, OfficeMixin
from cases.actions import people
from cases.enums import PostRole
from cases.exceptions import CaseError
from cases.models import Post, ReferenceVersion, User
from cases.queries import reference as history


class PeopleFilter(Searchable):
    """People by name, address, unit or role."""

    search_paths = ("name", "email", "posts__unit__name_zh", "posts__unit__name_en")
    role = django_filters.ChoiceFilter(label=gettext_lazy("Role"), choices=PostRole.choices, method="by_role")

    class Meta:
        model = User
        fields: list[str] = []

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
        return format_html_join("；", "{}", ((line,) for line in self.lines(record))) or "–"

    def value_held(self, record: Any) -> str:
        return "；".join(self.lines(record))

    def lines(self, record: Any) -> list[str]:
        return [f"{post.unit.name} {post.get_role_display()}" for post in record.held_posts]


class PeopleList(ListView):
    """Everybody who holds or held a post."""

    permission = ADMINISTRATOR
    place = "people"
    title = gettext_lazy("People and posts")
    table_class = PeopleTable
    filterset_class = PeopleFilter
    export_name = "people"

    def get_queryset(self) -> QuerySet[User]:
        active = Post.objects.active().select_related("unit")
        return (
            User.objects.filter(memberships__isnull=True)
            .prefetch_related(Prefetch("posts", active, to_attr="held_posts"))
            .distinct()
            .order_by("name", "pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(actions=[(_("Add a person"), reverse("office:person_add"))], **kwargs)


class PlainFormView(OfficeMixin, FormView):
    """A form outside cases: one action, a message, back."""

    permission = ADMINISTRATOR
    place = "people"
    template_name = "generic/form.html"

    @abstractmethod
    def perform(self, form: Any) -> str:
        """Do it; returns the sentence to show."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            said = self.perform(form)
        except CaseError as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PersonAdd(PlainFormView):
    permission = ADMINISTRATOR
    title = gettext_lazy("Add a person")
    form_class = forms.OfficerForm
    made: User

    def perform(self, form: Any) -> str:
        self.made = people.create_officer(**form.cleaned_data, by=self.request.user)
        return _("The account is made. Now appoint %(name)s.") % {"name": self.made.name}

    def get_success_url(self) -> str:
        return reverse("office:appoint", args=[self.made.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("office:people")
        crumbs = [(_("People and posts"), back), (self.title, "")]
        return super().get_context_data(**({"breadcrumbs": crumbs, "cancel_url": back} | kwargs))


class PersonMixin(OfficeMixin):
    """A page about one person."""

    permission = ADMINISTRATOR
    place = "people"
    kwargs: dict[str, Any]

    def person(self) -> User:
        return get_object_or_404(User.objects.filter(memberships__isnull=True), pk=self.kwargs["pk"])

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
            .prefetch_related("categories", "stages")
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

    caption = gettext_lazy("Changes")
    changed_at = DayColumn(verbose_name=gettext_lazy("When"))
    model = tables.Column(verbose_name=gettext_lazy("What"), orderable=False)
    key = tables.Column(verbose_name=gettext_lazy("Row"))
    number = tables.Column(verbose_name=gettext_lazy("Version"), attrs=NUMBER)
    reason = tables.Column(verbose_name=gettext_lazy("Reason"))
    changed_by = tables.Column(accessor="changed_by__name", verbose_name=gettext_lazy("By"))

    class Meta(DeskTable.Meta):
        model = ReferenceVersion
        fields = ("changed_at", "model", "key", "number", "reason", "changed_by")

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
    title = gettext_lazy("Changes")
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
