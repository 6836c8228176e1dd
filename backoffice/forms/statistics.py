"""What is counted: which days, which cases, and by what a figure is split."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import DayField
from cases import counting, indicators
from cases.counting import Period
from cases.models import ProjectCategory, Region, ServiceScheme, User
from cases.queries import splits, statistics, summaries

OWN = "own"
# Length in months and how many such lengths back.
SPANS = {
    "month": (1, 0),
    "last_month": (1, 1),
    "quarter": (3, 0),
    "last_quarter": (3, 1),
    "year": (12, 0),
    "last_year": (12, 1),
}
PERIODS: tuple[tuple[str, str | Promise], ...] = (
    ("month", _("This month")),
    ("last_month", _("Last month")),
    ("quarter", _("This quarter")),
    ("last_quarter", _("Last quarter")),
    ("year", _("This year")),
    ("last_year", _("Last year")),
    (OWN, _("Days of my own")),
)
LONGEST = 3660  # days: more would be a slip of the keyboard


class StatisticsForm(forms.Form):
    """Every field may be left out; then the year until today is counted, by region."""

    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False, empty_label=_("All"))
    category = forms.ModelChoiceField(
        ProjectCategory.objects.all(), label=_("Category of project"), required=False, empty_label=_("All")
    )
    scheme = forms.ModelChoiceField(
        ServiceScheme.objects.all(), label=_("Scheme"), required=False, empty_label=_("All")
    )
    figure = forms.ChoiceField(label=_("Figure to be split"), required=False)
    by = forms.ChoiceField(label=_("Split by"), choices=list(splits.PARTS.items()), required=False)

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        # A place is counted with everything in it, so those that hold others can be chosen too.
        paths = statistics.served(user).order_by().values_list("region__path", flat=True).distinct()
        codes = {code for path in paths for code in path.split("/")}
        told = summaries.regions(user).values("pk")  # reports open figures of these, also where one may see no case
        self.fields["region"].queryset = Region.objects.filter(Q(code__in=codes) | Q(pk__in=told))  # type: ignore[attr-defined]
        self.fields["figure"].choices = [  # type: ignore[attr-defined]
            (chapter.title, [(row.code, row.label) for row in chapter.indicators]) for chapter in indicators.CHAPTERS
        ]

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        if kept.get("period") != OWN:
            return kept
        since, until = kept.get("since"), kept.get("until")
        if not since or not until:
            self.add_error("since" if not since else "until", _("Days of your own need a first and a last day."))
        elif until < since:
            self.add_error("until", _("The last day lies before the first."))
        elif (until - since).days > LONGEST:
            self.add_error("since", _("At most ten years are counted at once."))
        return kept

    def chosen(self) -> Period:
        """The days that are counted."""
        kept = self.cleaned_data
        if kept["period"] == OWN:
            return Period(kept["since"], kept["until"])
        length, back = SPANS[kept["period"] or "year"]
        return counting.month(self.today, back, length)
