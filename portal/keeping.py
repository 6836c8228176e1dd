"""What follows when a reference row changes: guides carry its new name and are found by its new words."""

from typing import Any

from wagtail.search import index

from cases.models import ReferenceVersion
from portal.models import CategoryPage, ChecklistPage, GuidePage


def follow(instance: ReferenceVersion, created: bool, **_signal: Any) -> None:
    """A version of an item or a category was written: bring the pages bound to it up to date."""
    if not created:
        return
    if instance.model.rpartition(".")[2].lower() == "approvalitem":
        refresh(GuidePage.objects.filter(item__code=instance.key))
    elif instance.model.rpartition(".")[2].lower() == "projectcategory":
        refresh(CategoryPage.objects.filter(category__code=instance.key))
        refresh(ChecklistPage.objects.filter(category__code=instance.key))


def refresh(pages: Any) -> None:
    """Copy the record's names into the tree (the editors' lists show them) and index the pages again."""
    for page in pages:
        title, title_en = page.titles()
        type(page).objects.filter(pk=page.pk).update(title=title, draft_title=title, title_en=title_en)
        index.insert_or_update_object(page)
