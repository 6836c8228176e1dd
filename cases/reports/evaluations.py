"""How enterprises rated the service: levels by channel, every dimension that was asked, what bad evaluations were about."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cases.enums_finish import BAD_LEVELS, DIMENSIONS, BadCause, EvaluationChannel
from cases.enums_reports import Rhythm
from cases.enums_work import EvaluationLevel
from cases.figures import How, worth
from cases.indicators import INDICATORS
from cases.queries import ratings
from cases.queries.ratings import LEVELS, Counted
from cases.reports import parts
from cases.reports.base import Column, Content, Kind, Plain, Scope, Table, row
from cases.tally import Tally

ByChannel = Mapping[str, Mapping[str, Counted]]
N = Kind.NUMBER


class Evaluations(Plain):
    """Evaluations of a place in a time: what the five levels hide when only the whole is counted."""

    code = "evaluations"
    title = gettext_lazy("Evaluations of the service")
    question = gettext_lazy(
        "How did enterprises rate the service online and on site, in what was it good or bad, and were bad ratings put right?"
    )
    rhythms = (Rhythm.MONTH, Rhythm.YEAR)

    def tell(self, tally: Tally, scope: Scope) -> Content:
        found, ended = ratings.by_channel(scope.region, scope.period), ratings.ended(scope.region, scope.period)
        every = _together(found)
        number, share = sum(every.values()), parts.in_places(satisfied(every), 1)
        said_share = share.said if share.value is None else f"{share.said} %"
        words = {"place": scope.region.name, "time": scope.time, "ended": ended, "rated": number, "share": said_share}
        said = _(
            "%(place)s, %(time)s. Cases that ended: %(ended)s. Evaluations given: %(rated)s, of which satisfied: "
            "%(share)s. Evaluating is voluntary; nothing is filled in for silence."
        )
        tables = (_by_level(found, every), _by_dimension(found), _bad(scope), parts.definitions(("satisfied", "bad")))
        short = (_("Evaluations given: %(rated)s") % words, _("Satisfied: %(share)s") % words)
        return Content((said % words,), tables, short, parts.unfinished(scope))


def satisfied(counted: Counted) -> float | None:
    """The levels 5 to 3 of all that were given, in per cent; None where nobody rated."""
    return worth(
        How.SHARE, sum(n for level, n in counted.items() if level not in BAD_LEVELS), sum(counted.values()), {}
    )


def _together(found: ByChannel) -> Counted:
    return {level: sum(asked["level"][level] for asked in found.values()) for level in LEVELS}


def _by_level(found: ByChannel, every: Counted) -> Table:
    rows = [
        row(str(EvaluationLevel(level).label), *(_of(found, channel, level) for channel in EvaluationChannel), every[level])
        for level in LEVELS
    ]  # fmt: skip
    columns = (
        Column(pgettext("evaluation", "Level")), *(Column(str(channel.label), N) for channel in EvaluationChannel),
        Column(_("All together"), N),
    )  # fmt: skip
    note = _("Evaluations from before the channels were told apart are counted only together.") if "" in found else ""
    return Table(_("By level"), columns, tuple(rows) if found else (), note, chart=len(columns) - 1)


def _of(found: ByChannel, channel: str, level: int) -> int:
    return found[channel]["level"][level] if channel in found else 0


def _by_dimension(found: ByChannel) -> Table:
    """What was asked besides the whole, each with its levels; the share of the satisfied is drawn."""
    rows = []
    for channel in EvaluationChannel:
        for name, label in DIMENSIONS[channel].items() if channel in found else ():
            counted = found[channel][name]
            share = parts.in_places(satisfied(counted), 1)
            about = _("%(channel)s: %(dimension)s") % {"channel": channel.label, "dimension": label}
            rows.append(row(about, share, sum(counted.values()), *counted.values()))
    columns = (
        Column(_("What was asked"), Kind.LONG), *parts.headed(("satisfied",)), Column(_("Answers"), N),
        *(Column(str(EvaluationLevel(level).label), N) for level in LEVELS),
    )  # fmt: skip
    note = _("Each answer is voluntary: of one evaluation some may be given and others not.")
    return Table(_("By what was asked"), columns, tuple(rows), note, chart=1, target=INDICATORS["satisfied"].target)


def _bad(scope: Scope) -> Table:
    found = ratings.causes(scope.region, scope.period)
    named = [(str(cause.label), found[cause]) for cause in BadCause if cause in found]
    unnamed = [(_("Not named yet"), found[""])] if "" in found else []
    columns = (
        Column(_("What bad evaluations were about"), Kind.LONG),
        Column(_("Bad evaluations"), N),
        Column(_("Put right"), N),
    )
    return Table(
        _("Bad evaluations"), columns, tuple(row(label, *numbers) for label, numbers in [*named, *unnamed]), chart=1
    )
