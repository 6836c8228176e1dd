"""The people of the places somebody looks after: training, rotation, task force, chief contacts, duty lists, leave."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backoffice.access import OFFICER, STAFF
from backoffice.forms import staffing as forms
from backoffice.views.generic import OfficeMixin
from backoffice.views.rows import PlainFormView
from cases.actions import chief_contacts as contact_actions
from cases.actions import duties as duty_actions
from cases.actions import handover as handover_actions
from cases.actions import staffing as actions
from cases.daywords import told
from cases.enums import PostRole
from cases.models import Absence, DutyList, Region, Rotation, TaskForceSeat, TrainingPlan, TrainingSession, Unit, User
from cases.queries import chief_contacts, duties, handover, liaisons, staffing


class StaffMixin(OfficeMixin):
    """A page about the people of one's places."""

    permission = STAFF
    back = "training"

    def regions(self) -> list[Region]:
        return staffing.regions_of(self.request.user)

    def inside(self) -> list[Region]:
        """The places with everything in them."""
        own = {place.code for place in self.regions()}
        return [row for row in Region.objects.order_by("code") if own & set(row.path.split("/"))]

    def units(self) -> QuerySet[Unit]:
        return Unit.objects.filter(region__in=self.inside()).order_by("region__code", "code")

    def get_success_url(self) -> str:
        return reverse(f"office:{self.back}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"cancel_url": reverse(f"office:{self.back}")} | kwargs))


class Training(StaffMixin, TemplateView):
    """Plans with their sessions and who attended; rotations."""

    permission = STAFF
    place = "training"
    title = gettext_lazy("Training and rotation")
    template_name = "office/staff/training.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        people, own = staffing.colleagues(user), {place.pk for place in self.regions()}
        context = {
            "plans": [
                (plan, [str(PostRole(role).label) for role in plan.roles], plan.region_id in own)
                for plan in staffing.plans(user)
            ],
            "rotations": Rotation.objects.filter(user__in=people).select_related("user", "unit")[:100],
            "actions": [
                (_("Add a plan"), reverse("office:plan_add")),
                (_("Add a rotation"), reverse("office:rotation_add")),
            ],
        }
        return super().get_context_data(**(context | kwargs))


class StaffForm(StaffMixin, PlainFormView):
    """A form about one's people."""

    permission = STAFF
    place = "training"


class PlanAdd(StaffForm):
    permission = STAFF
    title = gettext_lazy("Add a plan")
    form_class = forms.PlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"regions": self.regions()}

    def perform(self, form: Any) -> str:
        return _("%(plan)s: added.") % {"plan": actions.add_plan(**form.cleaned_data, by=self.request.user)}


class SessionAdd(StaffForm):
    permission = STAFF
    title = gettext_lazy("Add a session")
    form_class = forms.SessionForm

    def perform(self, form: Any) -> str:
        plan = get_object_or_404(TrainingPlan.objects.filter(region__in=self.regions()), pk=self.kwargs["pk"])
        return _("%(session)s: added.") % {
            "session": actions.add_session(plan, **form.cleaned_data, by=self.request.user)
        }


class RecordAttendance(StaffForm):
    permission = STAFF
    title = gettext_lazy("Record attendance")
    form_class = forms.AttendanceForm

    def session(self) -> TrainingSession:
        return get_object_or_404(TrainingSession.objects.filter(plan__region__in=self.regions()), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        there = self.session().attendances.values("user")
        return super().get_form_kwargs() | {"people": staffing.colleagues(self.request.user).exclude(pk__in=there)}

    def perform(self, form: Any) -> str:
        count = actions.record_attendance(self.session(), form.cleaned_data["people"], by=self.request.user)
        return _("Recorded: %(count)s people.") % {"count": count}


class RotationAdd(StaffForm):
    permission = STAFF
    title = gettext_lazy("Add a rotation")
    form_class = forms.RotationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": staffing.colleagues(self.request.user), "units": self.units()}

    def perform(self, form: Any) -> str:
        data = dict(form.cleaned_data)
        return _("%(rotation)s: added.") % {"rotation": actions.rotate(data.pop("user"), **data, by=self.request.user)}


class TaskForce(StaffMixin, TemplateView):
    """The task force of a place: leaders, office, groups with lead and members, contacts of deputy rank."""

    permission = STAFF
    place = "task_force"
    title = gettext_lazy("Task force")
    template_name = "office/staff/task_force.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [place for place in self.inside() if place.groups.exists()]
        context = {
            "places": [
                {
                    "region": place,
                    "seats": staffing.seats(place),
                    "groups": place.groups.select_related("lead").prefetch_related("members").order_by("order"),
                    "missing": staffing.without_contact(place),
                }
                for place in rows
            ],
            "actions": [(_("Fill a seat"), reverse("office:seat_add"))] if rows else [],
        }
        return super().get_context_data(**(context | kwargs))


class SeatAdd(StaffForm):
    permission = STAFF
    place = "task_force"
    back = "task_force"
    title = gettext_lazy("Fill a seat")
    form_class = forms.SeatForm

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = [place for place in self.inside() if place.groups.exists()]
        return super().get_form_kwargs() | {"regions": rows, "units": self.units()}

    def perform(self, form: Any) -> str:
        return _("%(seat)s: filled.") % {"seat": actions.seat(**form.cleaned_data, by=self.request.user)}


class SeatEnd(StaffForm):
    permission = STAFF
    place = "task_force"
    back = "task_force"
    title = gettext_lazy("End the seat")
    form_class = forms.SeatEndForm

    def perform(self, form: Any) -> str:
        row = get_object_or_404(TaskForceSeat.objects.filter(region__in=self.inside()), pk=self.kwargs["pk"])
        return _("%(seat)s: ended.") % {"seat": actions.unseat(row, **form.cleaned_data, by=self.request.user)}


class Contacts(StaffMixin, TemplateView):
    """Chief contacts of today and of before; the duty lists with their versions."""

    permission = STAFF
    place = "duties"
    title = gettext_lazy("Contacts and duties")
    template_name = "office/staff/contacts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = self.inside()
        context = {
            "outside": [row for row in liaisons.outside_numbers() if row.region in places],
            "contacts": chief_contacts.current().filter(region__in=places),
            "past": [row for place in self.regions() for row in chief_contacts.history(place)[:50]],
            "lists": DutyList.objects.filter(region__in=places).select_related("region", "published_by"),
            "actions": [
                (_("Name a chief contact"), reverse("office:contact_name")),
                (_("Publish duties and contacts"), reverse("office:duties_publish")),
            ],
        }
        return super().get_context_data(**(context | kwargs))


class ContactName(StaffForm):
    permission = STAFF
    place = "duties"
    back = "duties"
    title = gettext_lazy("Name a chief contact")
    intro = gettext_lazy(
        "Each item, or category, of a place has exactly one. Naming another one replaces the one before."
    )
    form_class = forms.ContactForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"regions": self.inside(), "people": staffing.colleagues(self.request.user), "units": self.units()}
        return super().get_form_kwargs() | given

    def perform(self, form: Any) -> str:
        return _("%(contact)s: named.") % {"contact": contact_actions.name(**form.cleaned_data, by=self.request.user)}


class DutiesPublish(StaffForm):
    permission = STAFF
    place = "duties"
    back = "duties"
    title = gettext_lazy("Publish duties and contacts")
    intro = gettext_lazy("A new version from the posts and chief contacts of today. Only office numbers are published.")
    form_class = forms.PublishForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"regions": [place for place in self.inside() if duties.draft(place)]}

    def perform(self, form: Any) -> str:
        made = duty_actions.publish(form.cleaned_data["region"], note=form.cleaned_data["note"], by=self.request.user)
        return _("Version %(number)s of %(place)s is published.") % {"number": made.number, "place": made.region.name}


class Leave(OfficeMixin, TemplateView):
    """Whose work could be handed over: one's own, and for heads that of their people."""

    permission = OFFICER
    place = "leave"
    title = gettext_lazy("Leave and hand-over")
    template_name = "office/staff/leave.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        people = list(staffing.colleagues(user, heads_only=True))
        people = [user, *[one for one in people if one.pk != user.pk]]
        known = {row.user_id: row for row in staffing.absences(timezone.localdate()).order_by("-since")}
        today = timezone.localdate()
        return super().get_context_data(people=[(one, known.get(one.pk)) for one in people], today=today, **kwargs)


class ComeBack(PlainFormView):
    """End an absence early, or take it back."""

    permission = OFFICER
    place = "leave"
    form_class = forms.ComeBackForm
    intro = gettext_lazy("The work stays with whoever has it now. To have it back, hand it over again from there.")

    @cached_property
    def absence(self) -> Absence:
        found = get_object_or_404(Absence.objects.select_related("user"), pk=self.kwargs["pk"])
        if not handover.may(self.request.user, found.user):
            raise Http404
        return found

    def get_title(self) -> str | Promise:
        return _("%(name)s is back earlier") % {"name": self.absence.user.name}

    def get_success_url(self) -> str:
        return reverse("office:leave")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"cancel_url": self.get_success_url(), "submit_label": _("End the absence")}
        return super().get_context_data(**(extra | kwargs))

    def perform(self, form: Any) -> str:
        made = handover_actions.come_back(self.absence, **form.cleaned_data, by=self.request.user)
        return _("%(name)s is back from %(date)s on.") % {"name": made.user.name, "date": told(made.back_on)}


class HandOver(PlainFormView):
    """All open work of a person, with who should take it and why; nothing moves before it is sent."""

    permission = OFFICER
    place = "leave"
    form_class = forms.HandOverForm
    intro = gettext_lazy("What moves, to whom, and why. Change the receivers as you see fit; everything moves at once.")

    def person(self) -> User:
        found = get_object_or_404(User.objects.filter(memberships__isnull=True), pk=self.kwargs["pk"])
        if not handover.may(self.request.user, found):
            raise Http404
        return found

    def get_title(self) -> str | Promise:
        return _("Hand over the work of %(name)s") % {"name": self.person().name}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"pieces": handover.pieces(self.person())}

    def get_success_url(self) -> str:
        return reverse("office:leave")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"cancel_url": self.get_success_url(), "submit_label": _("Hand everything over")}
        return super().get_context_data(**(extra | kwargs))

    def perform(self, form: Any) -> str:
        data = form.cleaned_data
        made = handover_actions.hand_over(
            self.person(), receivers=form.receivers(), since=data["since"], until=data["until"], reason=data["reason"],
            by=self.request.user,
        )  # fmt: skip
        return _("Handed over: %(count)s pieces of work. Receivers and enterprises have been told.") % {
            "count": len(made.moved)
        }
