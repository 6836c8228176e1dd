"""The portal's own views beside the pages, one list: where the search leads, what the site map and the sitemap name.

The words by which people look for them stand in ``content/places.toml``.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.utils.translation import gettext_lazy as _

from home.search.places import Place
from home.structured import absolute

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
    "portal:circulars": (
        _("Praise and criticism"),
        _("Which units and people were praised or criticised in public."),
    ),
    "my:home": (_("My cases"), _("Sign in: apply, sign, follow, confirm.")),
}
PLACES = tuple(
    Place(view, title, text, (_WORDS[view]["zh"], _WORDS[view]["en"])) for view, (title, text) in _VIEWS.items()
)
# What a reader finds there is that reader's own: machines are not led to it.
OWN = frozenset({"portal:letters", "my:home"})


class ViewSitemap(Sitemap[Place]):
    """Every public view that machines may read; the pages have a sitemap of their own."""

    def items(self) -> list[Place]:
        return [place for place in PLACES if place.view not in OWN]

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        return [{"location": absolute(place.url)} for place in self.items()]
