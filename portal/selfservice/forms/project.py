"""The question pages of a project: one group per page, each savable half-filled. Shape only; rules are the domain's."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.enums import Funding, LandAcquisition
from cases.models import Enterprise, Project, ProjectCategory, Region
from cases.ticks import LONGEST
from portal.selfservice.forms.base import ActionForm, DateInput
from portal.selfservice.places import counties, county_choices, town_choices, towns

WAN = Decimal(10_000)
UNITS = [("wan", _("ten thousand yuan")), ("yuan", _("yuan"))]


class ProjectPage(ActionForm, forms.ModelForm):
    """One page. ``later`` saves what is there: only what the database cannot do without is then required."""

    heading: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    always: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, later: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = {name for name, field in self.fields.items() if field.required}
        if later:
            for name, field in self.fields.items():
                field.required = field.required and name in self.always

    def show_wanted(self) -> None:
        """Before the page is drawn again: what was let pass is still wanted."""
        for name in self.wanted & set(self.fields):
            self.fields[name].required = True

    def changes(self) -> dict[str, Any]:
        """Project fields as the action takes them; amounts in yuan."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}

    @classmethod
    def missing(cls, project: Project) -> list[str]:
        """Names of required fields that are still empty."""
        wanted = [
            name for name, field in cls.base_fields.items() if field.required and name in (cls._meta.fields or ())
        ]
        return [name for name in wanted if getattr(project, name) in (None, "")]


class BasicsForm(ProjectPage):
    heading = _("What, where and how much")
    lead = _("These answers decide whether the service is open to your project, and which approvals it needs.")
    always = frozenset({"name", "category", "region", "investment", "investment_unit"})

    category = forms.ModelChoiceField(
        label=_("What will be built?"),
        queryset=ProjectCategory.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    region = forms.ModelChoiceField(label=_("County, district or zone"), queryset=Region.objects.none())
    town = forms.ModelChoiceField(
        label=_("Town, street or park"), queryset=Region.objects.none(), required=False,
        help_text=_("Choose the one inside the county you chose above. Not in the list? Leave it empty."),
    )  # fmt: skip
    investment = forms.DecimalField(
        label=_("Total investment"), max_digits=16, decimal_places=2, min_value=Decimal("0.01"),
        help_text=_("As in your feasibility study or filing. Choose the unit below the number."),
        error_messages={"min_value": _("The investment must be more than zero.")},
    )  # fmt: skip
    investment_unit = forms.ChoiceField(
        label=_("Unit of the amount"), choices=UNITS, widget=forms.RadioSelect, initial="wan"
    )

    class Meta:
        model = Project
        fields = ("name", "category", "region", "town", "address", "investment", "project_code", "decision_reference")
        help_texts = {
            "name": _("As it will stand in the filing, in full."),
            "project_code": _("For example 2401-370783-04-01-123456. No code yet? Leave this empty: the agents help you to get one."),
            "address": _("Street and number, or the plot."),
            "decision_reference": _("Only if the government decided to support this project: the number of the decision or minutes."),
        }  # fmt: skip

    field_order = ("name", "category", "region", "town", "address", "investment", "investment_unit", "project_code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = counties()
        self.fields["region"].choices = county_choices()
        self.fields["town"].queryset = towns()
        self.fields["town"].choices = town_choices()
        self.fields["category"].label_from_instance = lambda row: (
            f"{row.name} — {row.examples}" if row.examples else row.name
        )
        amount = self.instance.investment
        if not self.is_bound and amount:
            in_wan = amount >= WAN
            self.initial["investment"] = (amount / WAN if in_wan else amount).normalize().__format__("f")
            self.initial["investment_unit"] = "wan" if in_wan else "yuan"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("investment") and data.get("investment_unit") == "wan":
            data["investment"] *= WAN
        town, region = data.get("town"), data.get("region")
        if town and region and town.parent_id != region.pk:
            words = {"town": town.name, "region": region.name}
            self.add_error(
                "town", _("“%(town)s” is not in “%(region)s”. Choose a town of that county, or leave it empty.") % words
            )
        return data


class NewProjectForm(BasicsForm):
    """The first page, before there is a case: also says for which enterprise, what a checklist chose and which benefit is wanted."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    items = forms.CharField(required=False, widget=forms.HiddenInput)
    done = forms.CharField(required=False, widget=forms.HiddenInput)
    answers = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    checklist = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)
    ticks = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    wish = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    enterprise = forms.ModelChoiceField(
        label=_("Which enterprise applies?"), queryset=Enterprise.objects.none(), empty_label=None
    )
    field_order = ("enterprise", *BasicsForm.field_order)

    def __init__(self, *args: Any, enterprises: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].queryset = enterprises
        if len(enterprises) == 1:
            self.fields["enterprise"].widget = forms.HiddenInput()
            self.initial.setdefault("enterprise", enterprises[0].pk)


class MoneyForm(ProjectPage):
    heading = _("Money and land")
    lead = _("Which approvals apply depends on who pays and how the land comes to you.")
    funding = forms.ChoiceField(
        label=_("Where does the money come from?"), choices=Funding.choices, widget=forms.RadioSelect
    )
    land_acquisition = forms.ChoiceField(
        label=_("How is the land acquired?"), choices=LandAcquisition.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Project
        fields = ("funding", "land_acquisition", "land_area", "floor_area", "planned_start", "planned_finish")
        widgets = {"planned_start": DateInput(), "planned_finish": DateInput()}
        help_texts = {
            "land_area": _("In square metres. 1 mu is about 666.67 m²."),
            "floor_area": _("In square metres, above and below ground."),
            "planned_start": _("The day you would like to break ground; a rough date is enough."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, finish = data.get("planned_start"), data.get("planned_finish")
        if start and finish and finish < start:
            self.add_error("planned_finish", _("The planned completion is before the planned start."))
        return data


class ScaleForm(ProjectPage):
    heading = _("Scale, needs and benefits")
    lead = _("Tell us what you need from the government. Short sentences are enough; leave out what you do not need.")

    class Meta:
        model = Project
        fields = ("scale", "need_land", "need_planning", "need_energy", "need_emission", "need_funding", "benefits")
        labels = {
            "need_land": _("Land you still need"),
            "need_planning": _("Planning conditions you need"),
            "need_energy": _("Energy you will use"),
            "need_emission": _("Pollutants you will discharge"),
            "need_funding": _("Funds you still need"),
        }
        help_texts = {
            "scale": _("Buildings, floor area, lines, capacity."),
            "need_land": _("How much, where, and since when you have been talking about it."),
            "need_planning": _("For example a changed use or plot ratio."),
            "need_energy": _("Tonnes of standard coal a year, or electricity in kWh a year."),
            "need_emission": _("What and how much: waste water, waste gas, solid waste."),
            "need_funding": _("Loans or subsidies you are applying for."),
            "benefits": _("Jobs, output and tax a year."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in fields}


class ContactForm(ProjectPage):
    heading = _("Whom we call")
    lead = _("The agents call this person. The number is shown to nobody else.")
    contact_phone = forms.RegexField(
        label=_("Contact phone"), regex=r"^\+?[0-9][0-9 \-]{5,20}$",
        error_messages={"invalid": _("Enter a phone number: digits, spaces and hyphens only, e.g. 138 0000 0000.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    class Meta:
        model = Project
        fields = ("contact_name", "contact_phone")


PAGES: dict[str, type[ProjectPage]] = {
    "basics": BasicsForm,
    "money": MoneyForm,
    "scale": ScaleForm,
    "contact": ContactForm,
}
FIELDS: dict[str, str] = {name: code for code, form in PAGES.items() for name in form._meta.fields}
