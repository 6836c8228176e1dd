"""Of which categories and stages a page speaks, by the items it is about: the search is narrowed by them."""

from collections.abc import Iterable

from django.apps import apps

from cases.enums import Need
from cases.models import ApprovalItem, CategoryRule, ProjectCategory
from home import pagecache

Facets = tuple[frozenset[str], frozenset[str]]


def _read() -> dict[int, Facets]:
    categories: dict[int, set[str]] = {}
    cells = CategoryRule.objects.exclude(need=Need.NOT_NEEDED).values_list("item", "category__code")
    for item, code in cells:
        categories.setdefault(item, set()).add(code)
    rows = ApprovalItem.objects.values_list("pk", "stage__code")
    return {pk: (frozenset(categories.get(pk, ())), frozenset({stage})) for pk, stage in rows}


def of_items(items: Iterable[int]) -> Facets:
    """(codes of categories, codes of stages) of these items (primary keys)."""
    known = pagecache.held("facets", _read)
    found = [known[pk] for pk in items if pk in known]
    return frozenset().union(*(one[0] for one in found)), frozenset().union(*(one[1] for one in found))


def _asked() -> dict[int, list[int]]:
    rows = apps.get_model("portal", "QuestionPage").items.through.objects
    found: dict[int, list[int]] = {}
    for page, item in rows.values_list("questionpage", "approvalitem"):
        found.setdefault(page, []).append(item)
    return found


def of_question(pk: int) -> Facets:
    """Those of the items that a question is about; all questions are read at once."""
    return of_items(pagecache.held("facets.asked", _asked).get(pk, ()))


def every_category() -> list[str]:
    """Codes of all categories: what concerns none in particular concerns them all."""
    return list(ProjectCategory.objects.values_list("code", flat=True))
