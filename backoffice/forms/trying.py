"""Changes of a roadmap that are tried: the form of the page, and the same as a short address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.forms.base import ActForm, DayField, DayInput
from backoffice.forms.planning import MOST_DAYS
from cases.actions.planning import MAX_WORKS
from cases.models import ApprovalItem, User
from cases.queries.strategy_words import name_word
from cases.queries.trials import CHOICES, Bench, Trial
from cases.transitions import ITEM_DONE

MOST_OFF, MOST_ADDED = 30, 20
SHOWN = ("code", "name_zh", "name_en", "promised_days", "stage__name_zh", "stage__name_en", "stage__order")


@dataclass(frozen=True)
class Row:
    """An item of the form with its fields; ``new``: it is being added; ``fixed``: it is done, nothing can be tried."""

    code: str
    name: str
    stage: str
    cells: list[tuple[Any, BoundField]]
    dropped: bool
    new: bool
    fixed: bool


class DaysOff(forms.CharField):
    """Days in a list: 2027-02-11, 2027-02-12."""

    def clean(self, value: Any) -> frozenset[date]:
        text = super().clean(value).translate(str.maketrans(dict.fromkeys("，、；; ", ",")))
        try:
            found = frozenset(date.fromisoformat(part) for part in text.split(",") if part)
        except ValueError:
            raise forms.ValidationError(_("This is not a date. Write it as 2026-12-14."))
        if len(found) > MOST_OFF:
            raise forms.ValidationError(_("At most %(most)s days.") % {"most": MOST_OFF})
        return found


class TryForm(forms.Form):
    """Everything that can be tried. Bound to the plan in force with the address laid over it."""

    start = DayField(label=gettext_lazy("First day"))
    works = forms.IntegerField(
        label=gettext_lazy("Length of the works (calendar days)"), required=False, min_value=0, max_value=MAX_WORKS
    )
    strategy = forms.ChoiceField(label=gettext_lazy("Strategy"), required=False)
    pace = forms.ChoiceField(
        label=gettext_lazy("How long items take"),
        required=False,
        choices=[
            ("", gettext_lazy("as planned")),
            ("taken", gettext_lazy("as similar cases really took, where enough were finished")),
            ("law", gettext_lazy("as long as the law allows")),
        ],
        help_text=gettext_lazy("A length that you set for an item below counts all the same."),
    )
    most = forms.IntegerField(
        label=gettext_lazy("Items that one agent handles at once, at most"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=gettext_lazy("Counts for items that have an agent."),
    )
    off = DaysOff(
        label=gettext_lazy("Days on which nobody works (assumed)"),
        required=False,
        help_text=gettext_lazy("For example 2027-02-11, 2027-02-12. Only to try: the calendar itself is not changed."),
    )
    more = forms.ChoiceField(label=gettext_lazy("Add an item"), required=False)

    def __init__(self, data: QueryDict, *, bench: Bench, agents: Iterable[User]) -> None:
        self.bench, self.base, self.given = bench, bench.in_force, data
        self.dropped = frozenset(data.getlist("drop"))
        self.without = frozenset(data.getlist("without"))
        self.catalogue = {
            item.code: item for item in ApprovalItem.objects.filter(active=True).select_related("stage").only(*SHOWN)
        }
        new = [code for code in dict.fromkeys(data.getlist("add")) if code in self.catalogue]
        self.added = [code for code in new if code not in self.base.days][:MOST_ADDED]
        super().__init__(self._over_base(data), auto_id="try_%s")
        for name in (*self.fields,):
            self.fields[name].widget.attrs["form"] = "try"
        self._choices([("", _("Not named yet")), *((str(user.pk), user.name) for user in agents)])

    def _over_base(self, data: QueryDict) -> dict[str, str]:
        base = self.base
        found = {
            "start": base.start.isoformat(),
            "works": "" if base.works_days is None else str(base.works_days),
            "strategy": base.strategy,
        }
        for code in [*base.days, *self.added]:
            item = self.catalogue.get(code)
            found[f"days_{code}"] = str(base.days.get(code, item.promised_days if item else 0))
            found[f"from_{code}"] = str(base.not_before.get(code, ""))
            found[f"agent_{code}"] = str(base.agents.get(code) or "")
        return found | {name: data[name] for name in data}

    def _choices(self, agents: list[tuple[str, Any]]) -> None:
        strategy, more = self.fields["strategy"], self.fields["more"]
        strategy.choices = [("", _("as the roadmap in force")), *((name.value, name_word(name)) for name in CHOICES)]
        inside = {*self.base.days, *self.added}
        rest = [item for code, item in self.catalogue.items() if code not in inside]
        more.choices = [("", "–"), *((item.code, f"{item.code} {item.name}") for item in rest)]
        for code in [*self.base.days, *self.added]:
            named = self._agents(code, agents)
            wide = {"form": "try"}
            self.fields[f"days_{code}"] = forms.IntegerField(
                min_value=0, max_value=MOST_DAYS, widget=forms.NumberInput(attrs=wide)
            )
            self.fields[f"from_{code}"] = DayField(required=False, widget=DayInput(attrs=wide))
            self.fields[f"agent_{code}"] = forms.ChoiceField(
                choices=named, required=False, widget=forms.Select(attrs=wide)
            )
            # A refusal names the item and the column: the table is long, and its cells are small.
            item = self.bench.items[code].item if code in self.bench.items else self.catalogue[code]
            for name, header in _columns().items():
                field = self.fields[f"{name}_{code}"]
                field.label = f"{code} {item.name} · {header}"
                field.widget.attrs["aria-label"] = field.label

    def _agents(self, code: str, agents: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Those who may be named, and whoever handles the item now."""
        item = self.bench.items.get(code)
        if item is None or item.agent is None or str(item.agent_id) in {key for key, _name in agents}:
            return agents
        return [*agents, (str(item.agent_id), item.agent.name)]

    def rows(self) -> list[Row]:
        """One row an item, in the order of the catalogue; then what is added."""
        return [
            self._row(code)
            for code in [*self.base.days, *self.added]
            if code in self.catalogue or code in self.bench.items
        ]

    def _row(self, code: str) -> Row:
        kept = self.bench.items.get(code)
        item = kept.item if kept else self.catalogue[code]
        cells = [(header, self[f"{name}_{code}"]) for name, header in _columns().items()]
        return Row(
            code,
            item.name,
            item.stage.name,
            cells,
            dropped=code in self.dropped,
            new=code in self.added,
            fixed=kept is not None and kept.status in ITEM_DONE,
        )

    def plain_fields(self) -> list[BoundField]:
        return [self[name] for name in ("start", "works", "strategy", "pace", "most", "off", "more")]

    def trial(self) -> Trial:
        """What is tried; the form must be valid."""
        data, base = self.cleaned_data, self.base
        added = tuple(dict.fromkeys([*self.added, *([data["more"]] if data["more"] else [])]))
        codes = [*base.days, *self.added]
        agents = {code: int(data[f"agent_{code}"]) if data[f"agent_{code}"] else None for code in codes}
        return replace(
            base,
            start=data["start"],
            works_days=data["works"],
            days={code: data[f"days_{code}"] for code in codes},
            not_before={code: data[f"from_{code}"] for code in codes if data[f"from_{code}"]},
            agents={code: agent for code, agent in agents.items() if code in base.agents or agent},
            dropped=self.dropped & base.days.keys(),
            added=tuple(code for code in added if code in self.catalogue and code not in base.days),
            strategy=data["strategy"] or base.strategy,
            without=self.without,
            assumed=data["off"],
            most=data["most"],
            pace=data["pace"],
        )


def _columns() -> dict[str, str]:
    return {"days": _("Working days"), "from": _("Not before"), "agent": _("Agent")}


def address(base: Trial, trial: Trial, catalogue: Mapping[str, ApprovalItem]) -> str:
    """The trial as a query: only what differs from the plan in force, always in the same order."""
    query = QueryDict(mutable=True)
    if trial.start != base.start:
        query["start"] = trial.start.isoformat()
    if trial.works_days != base.works_days:
        query["works"] = "" if trial.works_days is None else str(trial.works_days)
    if trial.strategy != base.strategy:
        query["strategy"] = trial.strategy
    if trial.pace:
        query["pace"] = trial.pace
    if trial.most:
        query["most"] = str(trial.most)
    if trial.assumed:
        query["off"] = ",".join(day.isoformat() for day in sorted(trial.assumed))
    for name, values in (("without", sorted(trial.without)), ("drop", sorted(trial.dropped)), ("add", trial.added)):
        query.setlist(name, values)
    for code in sorted({*trial.days, *trial.not_before, *trial.agents}):
        usual = base.days.get(code, catalogue[code].promised_days if code in catalogue else None)
        if trial.days.get(code, usual) != usual:
            query[f"days_{code}"] = str(trial.days[code])
        if trial.not_before.get(code) != base.not_before.get(code):
            query[f"from_{code}"] = str(trial.not_before.get(code, ""))
        if trial.agents.get(code) != base.agents.get(code):
            query[f"agent_{code}"] = str(trial.agents.get(code) or "")
    return query.urlencode()


class SaveTrialForm(ActForm):
    """The reason that everybody reads."""

    reason = forms.CharField(label=gettext_lazy("Reason for the change"), max_length=300)
