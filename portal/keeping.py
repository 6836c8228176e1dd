"""What follows when a reference row changes: pages carry its new name, are found by its new words, and their own words have
to be checked by whoever keeps them.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail.search import index

from cases.models import ReferenceVersion, User
from cases.queries import reference
from home.models import PublicPage
from portal.models import CategoryPage, ChecklistPage, CheckWhy, GuidePage, WordsCheck

# What else belongs to the record of an item; the key of such a row begins with the item's code.
PARTS = {"materialrequirement", "itemdependency"}


def follow(instance: ReferenceVersion, created: bool, **_signal: Any) -> None:
    """A version of an item, of its papers and links, or of a category was written: bring the pages bound to it up to date."""
    if not created:
        return
    model, key = instance.model.rpartition(".")[2].lower(), instance.key.partition("/")[0]
    if model == "approvalitem":
        refresh(GuidePage.objects.filter(item__code=key))
    elif model == "projectcategory":
        refresh(CategoryPage.objects.filter(category__code=key))
        refresh(ChecklistPage.objects.filter(category__code=key))
    if not (instance.number > 1 or instance.changed_by_id):
        return  # as shipped, or as it stood before the first change: nothing is new
    if model == "approvalitem" or model in PARTS:
        ask_to_check(GuidePage.objects.live().filter(item__code=key), instance, _turned(instance, model))
    elif model in {"projectcategory", "categoryrule"}:
        ask_to_check(CategoryPage.objects.live().filter(category__code=key), instance)


def refresh(pages: Any) -> None:
    """Copy the record's names into the tree (the editors' lists show them) and index the pages again."""
    for page in pages:
        title, title_en = page.titles()
        type(page).objects.filter(pk=page.pk).update(title=title, draft_title=title, title_en=title_en)
        index.insert_or_update_object(page)


def _turned(version: ReferenceVersion, model: str) -> CheckWhy:
    """Whether the item went out of use or came back with this version."""
    before = _older(version)
    if model != "approvalitem" or before is None or before.data.get("active") == version.data.get("active"):
        return CheckWhy.CHANGED
    return CheckWhy.RETURNED if version.data.get("active") else CheckWhy.RETIRED


def _older(version: ReferenceVersion) -> ReferenceVersion | None:
    """What the row said before."""
    rows = ReferenceVersion.objects.filter(model=version.model, key=version.key, number__lt=version.number)
    return rows.order_by("-number").first()


def ask_to_check(pages: Iterable[Any], version: ReferenceVersion, why: CheckWhy = CheckWhy.CHANGED) -> None:
    """One task for each page, however often its record changes; a page without words of its own has nothing to check,
    unless its item has gone out of use."""
    for page in pages:
        if why == CheckWhy.CHANGED and not page.has_own_words:
            continue
        task, _made = WordsCheck.objects.get_or_create(page_id=page.pk, done_at=None, defaults={"why": why})
        task.changes = [*task.changes, version.pk]
        task.why = task.why if why == CheckWhy.CHANGED else why
        task.save(update_fields=["changes", "why"])


def to_check() -> QuerySet[WordsCheck]:
    """Words that wait to be checked, the longest first."""
    return WordsCheck.objects.filter(done_at=None)


def changed(task: WordsCheck) -> list[reference.Difference]:
    """What the record says anew, the latest value of each field."""
    found: dict[tuple[str, str], reference.Difference] = {}
    for version in ReferenceVersion.objects.filter(pk__in=task.changes).order_by("pk"):
        if version.model.lower() in reference.MODELS:
            for one in reference.differences(_older(version), version):
                found[version.key, one.field] = one
    return list(found.values())


def settle(page: Page, by: User | None) -> int:
    """The words were checked: somebody says so, or a new version of the page is out."""
    return WordsCheck.objects.filter(page_id=page.pk, done_at=None).update(done_at=timezone.now(), done_by=by)


def published(sender: type[Page], instance: Page, revision: Any = None, **_signal: Any) -> None:
    """A new version of the page is out."""
    if isinstance(instance, PublicPage):
        settle(instance, revision.user if revision else None)
