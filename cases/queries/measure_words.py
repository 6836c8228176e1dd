"""What has to be true for a measure, and what the enterprise promises with it, in the reader's language (C.8, C.9)."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from cases.enums import Flag
from cases.listwords import listed
from cases.strategies import Kind


def conditions(kind: Kind, names: Sequence[str], flag: str) -> tuple[str, ...]:
    """What somebody has to check before the measure is taken; `names` are the papers or the items that it is about."""
    said = _CONDITIONS[kind]() % {"names": listed(names)}
    if flag != Flag.CONDITIONAL:
        return (said,)
    return (said, _("The deciding unit confirms that this way is open here: the catalogue allows it under conditions."))


def promises(kind: Kind, names: Sequence[str]) -> tuple[str, ...]:
    """What the enterprise signs."""
    return (_PROMISES[kind]() % {"names": listed(names)},)


_CONDITIONS: dict[Kind, Callable[[], str]] = {
    Kind.PARALLEL: lambda: _(
        "The lead department of the stage accepts one form for this item and, on the same day, for: %(names)s."
    ),
    Kind.PREAPPROVAL: lambda: _(
        "The necessary conditions are met or the key technical points have passed review, and what is missing can be "
        "controlled later: %(names)s."
    ),
    Kind.GAP: lambda: _("Apart from these papers, none of which is a core paper, everything is there: %(names)s."),
    Kind.COMMITMENT: lambda: _(
        "The enterprise has been told the conditions in writing, meets them, and has no record of broken commitments."
    ),
    Kind.LAND_AND_BUILD: lambda: _(
        "The planning conditions and the assessments of the area are settled before the land is supplied, and the departments "
        "agree to review beforehand: %(names)s."
    ),
    Kind.ACCEPT_AND_CERTIFY: lambda: _(
        "Joint acceptance takes over the filing of completion, and the registry reviews beforehand what follows from: %(names)s."
    ),
}
_PROMISES: dict[Kind, Callable[[], str]] = {
    Kind.PARALLEL: lambda: _("All papers of these items are handed in complete, at once."),
    Kind.PREAPPROVAL: lambda: _(
        "The missing results follow and are exchanged for the formal document; nothing is built on the pre-approval."
    ),
    Kind.GAP: lambda: _(
        "The late papers come by the promised date: %(names)s. The result is issued only then, and handling ends if they do not."
    ),
    Kind.COMMITMENT: lambda: _(
        "Every condition is met, inspection may follow, and a false commitment costs the result."
    ),
    Kind.LAND_AND_BUILD: lambda: _(
        "The control indicators of the land are kept, nothing is built before the land contract and the permits, and the "
        "reviews are void if the land is not obtained."
    ),
    Kind.ACCEPT_AND_CERTIFY: lambda: _(
        "All papers of the registration are there before joint acceptance, and taxes and fees are paid."
    ),
}
