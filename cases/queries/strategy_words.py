"""Strategies and their measures in the reader's language."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from cases.listwords import listed
from cases.models import CaseItem
from cases.queries import measures
from cases.strategies import Kind, Measure, Name


def name_word(name: str) -> str:
    """A strategy as a heading."""
    words = {
        Name.LAW: _("As the law allows at the longest"),
        Name.SEQUENCE: _("As promised, one after another"),
        Name.PARALLEL: _("As promised, side by side"),
        Name.JOINT: _("One form for each stage"),
        Name.PREAPPROVALS: _("With pre-approvals"),
        Name.GAPS: _("With gaps and commitments"),
        Name.LAND_AND_BUILD: _("Land in hand, building begins"),
        Name.ACCEPT_AND_CERTIFY: _("Accepted today, certified today"),
        Name.BEST: _("Best lawful combination"),
    }
    return words.get(Name(name), name) if name in set(Name) else name


def name_hint(name: str) -> str:
    """What a strategy is, in one sentence."""
    words = {
        Name.LAW: _("Every authority takes all the time that the law gives it, and one item waits for the other."),
        Name.SEQUENCE: _("The promised limits, but one item waits for the other."),
        Name.PARALLEL: _(
            "The promised limits, everything at once that need not wait. All gains are counted against this."
        ),
        Name.JOINT: _("Joint acceptance: the items of a stage are accepted together, on one form."),
        Name.PREAPPROVALS: _("Pre-approval: an item begins on the pre-approval of the one before it."),
        Name.GAPS: _("Gaps and commitments: papers that may be late come later; results on commitment come at once."),
        Name.LAND_AND_BUILD: _("Everything is reviewed before the land is obtained; the permits follow at once."),
        Name.ACCEPT_AND_CERTIFY: _("With joint acceptance the property certificate is issued."),
        Name.BEST: _("Of all lawful combinations the one that brings the milestone soonest, with the least risk."),
    }
    return words.get(Name(name), "") if name in set(Name) else ""


# The items by which two policies are defined (C.9).
NEEDED = {Name.LAND_AND_BUILD: (measures.LAND, measures.START), Name.ACCEPT_AND_CERTIFY: (measures.CERTIFICATE,)}


def why_not(name: str, items: Mapping[str, CaseItem], done: Collection[str]) -> str:
    """Why a strategy cannot be compared for these items."""
    needed = NEEDED.get(Name(name), ())
    if missing := [code for code in needed if code not in items]:
        return _("Not for this case: it has no item %(codes)s.") % {"codes": listed(missing)}
    if needed and needed[0] in done:
        return _("Too late for this case: %(item)s is done.") % {"item": items[needed[0]].item.name}
    return _("None of the items that are left allows it.")


def kind_word(kind: str) -> str:
    """A way to be sooner."""
    return {
        Kind.PARALLEL: _("joint acceptance"),
        Kind.PREAPPROVAL: _("pre-approval"),
        Kind.GAP: _("acceptance with gaps"),
        Kind.COMMITMENT: _("notification and commitment"),
        Kind.LAND_AND_BUILD: _("land in hand, building begins"),
        Kind.ACCEPT_AND_CERTIFY: _("accepted and certified"),
    }[Kind(kind)]


def measure_word(measure: Measure, names: dict[str, str]) -> str:
    """A measure with its item: “C05 建筑工程施工许可证核发 · 告知承诺”."""
    return f"{measure.code} {names.get(measure.code, '')} · {kind_word(measure.kind)}".replace("  ", " ")


def risk_word(risk: int) -> str:
    """How much is lost if a promise is not kept: a sum of weights as a word."""
    if risk == 0:
        return _("no risk of its own")
    if risk <= 4:
        return _("low risk")
    return _("medium risk") if risk <= 12 else _("high risk: check every condition")


def no_goal(suspended: bool) -> str:
    """Why a milestone has no date, and what can be done about it."""
    if suspended:
        return _("The service is suspended and nobody has said until when: what was not filed yet has no date.")
    return _("The milestone has no date yet: say when the works will be completed, or choose another goal.")
