"""The benefit for which an enterprise came: noted with its application until it is claimed (W-077)."""

from dataclasses import dataclass

from django.urls import reverse

from cases import permissions
from cases.actions import projects
from cases.enums import Action
from cases.models import Case, User
from cases.transitions import FINAL
from portal import benefits
from portal.matching import Benefit


@dataclass(frozen=True)
class Wish:
    """``url``: where to ask for it; empty while the service does not run yet."""

    benefit: Benefit
    url: str = ""


def wish_of(case: Case, user: User) -> Wish | None:
    """What is still to be claimed; None when it was claimed, is not open to the project, or nothing was wanted."""
    key = projects.wanted(case.project)
    if not key or case.status in FINAL or case.benefits.filter(key=key).exists():
        return None
    benefit = benefits.named(key)
    match = benefits.against(benefit, benefits.known_of(case.project)) if benefit else None
    if match is None or match.state == "closed":
        return None
    may = permissions.may(user, Action.MESSAGE, case)
    return Wish(match.benefit, reverse("my:claim", args=[case.uuid, key]) if may else "")
