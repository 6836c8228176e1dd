"""Enterprises: create, invite, join."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import checks
from cases.actions import enterprises
from cases.enums import MemberRole
from cases.models import Enterprise, Invitation, Membership
from portal.selfservice.forms.base import ConfirmForm
from portal.selfservice.forms.enterprise import EnterpriseForm, InviteForm
from portal.selfservice.views.generic import ActionView


class NewEnterprise(ActionView):
    """The first thing a new person does; what a checklist brought along is kept in the address."""

    title = gettext_lazy("Your enterprise")
    intro = gettext_lazy(
        "As on the business licence. You will be the first who may sign for it; colleagues can be invited later."
    )
    template_name = "my/enterprise_new.html"
    form_class = EnterpriseForm
    submit_label = gettext_lazy("Save the enterprise")

    def perform(self, form: EnterpriseForm) -> Enterprise:
        data = {name: form.cleaned_data[name] for name in ("name", "uscc", "address", "legal_representative")}
        # The same form sent twice: the second time it is there already, and ours.
        again = Enterprise.objects.filter(
            uscc=checks.clean_code(data["uscc"]), created_by=self.request.user, name=data["name"].strip()
        ).first()
        return again or enterprises.create(**data, by=self.request.user)

    def get_success_url(self) -> str:
        messages.success(self.request, _("“%(name)s” was saved. Now enter your project.") % {"name": self.result.name})
        query = self.request.GET.urlencode()
        return reverse("my:project_new") + (f"?{query}" if query else "")


class Members(ActionView):
    """Who belongs to an enterprise, open invitations, and the form to invite."""

    template_name = "my/members.html"
    form_class = InviteForm
    submit_label = gettext_lazy("Send the invitation")

    @cached_property
    def enterprise(self) -> Enterprise:
        mine = Enterprise.objects.filter(pk__in=list(self.request.user.member_of))
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    @property
    def title(self) -> str:
        return self.enterprise.name

    def crumbs(self) -> list[Any]:
        return [(_("Enterprises"), reverse("my:enterprises")), (self.enterprise.name, "")]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            _found = self.enterprise
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: InviteForm) -> Invitation:
        made, _token = enterprises.invite(
            self.enterprise, email=form.cleaned_data["email"], role=form.cleaned_data["role"], by=self.request.user
        )
        return made

    def get_success_url(self) -> str:
        messages.success(self.request, _("The invitation is on its way to %(email)s.") % {"email": self.result.email})
        return reverse("my:enterprise", args=[self.enterprise.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = list(self.enterprise.memberships.select_related("user").order_by("-role", "created_at"))
        waiting = self.enterprise.invitations.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())
        return super().get_context_data(**kwargs) | {
            "enterprise": self.enterprise,
            "people": people,
            "waiting": waiting,
            "may_invite": self.request.user.member_of[self.enterprise.pk] == MemberRole.OWNER,
        }


class Join(ActionView):
    """The link in an invitation: says who invites into what, then one press. Whoever joined before is led on."""

    title = gettext_lazy("Invitation")
    template_name = "my/join.html"
    form_class = ConfirmForm

    @cached_property
    def invitation(self) -> Invitation | None:
        return enterprises.find_invitation(self.kwargs["token"])

    def perform(self, form: Any) -> Membership:
        return enterprises.join(self.kwargs["token"], by=self.request.user)

    def get_success_url(self) -> str:
        messages.success(self.request, _("You now belong to “%(name)s”.") % {"name": self.result.enterprise.name})
        return reverse("my:home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.invitation
        fits = bool(found and found.email == self.request.user.email.lower())
        return super().get_context_data(**kwargs) | {"invitation": found, "fits": fits}
