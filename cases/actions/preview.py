"""Documents as they would be printed now: not numbered, not stored, not an act."""

from django.utils import timezone

from cases.actions import paper_data
from cases.documents import agreement as agreement_form
from cases.documents import authorisation as authorisation_form
from cases.enums import DocumentKind, ItemStatus
from cases.models import Case, CaseItem, User

UNNUMBERED = "（预览，未编号）"


def entrusted(case: Case) -> list[CaseItem]:
    """The items that the document will name."""
    return list(case.items.exclude(status=ItemStatus.DONE_BEFORE).select_related("item__stage", "unit"))


def default_contents(case: Case) -> list[str]:
    """The contents that the authorisation names when nobody writes others."""
    return [row.item.name_zh for row in entrusted(case)]


def agreement(case: Case, contents: list[str] | None, *, by: User) -> bytes:
    """The agreement or the authorisation of the case's scheme as PDF."""
    today = timezone.localdate()
    if case.scheme.agreement_kind == DocumentKind.AUTHORISATION:
        listed = tuple(contents or default_contents(case))
        return authorisation_form.authorisation(paper_data.build_authorisation(case, by, listed, today)).pdf
    paper = paper_data.build_agreement(case, by, entrusted(case), UNNUMBERED, today)
    return agreement_form.agreement(paper).pdf
