"""Where the search leads beside the pages: the portal's own views. The words for them stand in ``content/places.toml``."""

import tomllib
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from home.search.places import Place

_WORDS = tomllib.loads((Path(__file__).parent / "content" / "places.toml").read_text(encoding="utf-8"))
_VIEWS = {
    "portal:progress": (_("How far is my case?"), _("By case number and progress code, without signing in.")),
    "portal:complain": (_("Complaints and suggestions"), _("They go past everybody whom they concern.")),
    "portal:duties": (_("Duties and contacts"), _("Who answers for what, with office numbers.")),
    "portal:wizard": (
        _("Which approvals do I need?"),
        _("Answer a few questions: what is needed, what is not, and why."),
    ),
    "portal:benefits": (
        _("Which benefits may I claim?"),
        _("Held against the facts of your project, condition by condition."),
    ),
    "portal:numbers": (_("The service in numbers"), _("Counted once a week from every case; small numbers withheld.")),
    "portal:ask": (_("Ask a question"), _("The best answers first, else a person answers.")),
    "portal:check": (_("Check a paper"), _("Whether a paper of the service is genuine and still holds.")),
    "portal:letters": (_("Your letters"), _("What became of a question, a complaint or a suggestion.")),
    "portal:course": (_("How the service goes"), _("From the application to the end, step by step.")),
    "portal:organisation": (_("How the service is organised"), _("Task force, groups, offices.")),
    "my:home": (_("My cases"), _("Sign in: apply, sign, follow, confirm.")),
}
PLACES = tuple(
    Place(view, title, text, (_WORDS[view]["zh"], _WORDS[view]["en"])) for view, (title, text) in _VIEWS.items()
)
