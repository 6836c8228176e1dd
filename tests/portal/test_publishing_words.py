"""The publishing side speaks Chinese: every label, hint and choice of our own page types, blocks and settings."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.utils import translation
from wagtail import blocks
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField
from wagtail.models import Collection, GroupApprovalTask, Page, Task, Workflow, get_page_models

from home.models import SiteSettings
from portal import editorial

ENGLISH = re.compile(r"[A-Za-z]{3,}")
NAMES = {"ICP"}
Said = tuple[str, str]
# What the installation itself brings to a page, a task or a settings row.
STOCK = {field.name for base in (Page, GroupApprovalTask) for field in base._meta.get_fields()} | {"id", "site"}


def of_field(field: Any, where: str) -> Iterator[Said]:
    yield where, str(field.verbose_name)
    yield f"{where} help", str(field.help_text)
    yield from ((f"{where} choice", str(label)) for _value, label in field.choices or ())
    if isinstance(field, StreamField):
        yield from of_block(field.stream_block, where)


def of_block(block: Any, where: str) -> Iterator[Said]:
    yield where, str(block.label)
    yield from (
        (where, str(text)) for text in (getattr(block.meta, "description", ""), getattr(block.meta, "help_text", ""))
    )
    if isinstance(block, blocks.ChoiceBlock):
        choices = block._constructor_kwargs.get("choices", ())
        # A callable reads rows of the catalogue: those words are held to both languages where they are kept.
        yield from ((where, str(label)) for _value, label in (() if callable(choices) else choices))
    children = block.child_blocks.items() if hasattr(block, "child_blocks") else ()
    for name, child in children:
        yield from of_block(child, f"{where}.{name}")
    if isinstance(block, blocks.ListBlock):
        yield from of_block(block.child_block, f"{where}[]")


def of_panels(panels: list[Any], where: str) -> Iterator[Said]:
    for panel in panels:
        if isinstance(panel, Panel):
            yield f"{where} panel", str(panel.heading or "")
            yield f"{where} panel", str(getattr(panel, "content", "") or "")
            yield from of_panels(list(getattr(panel, "children", [])), where)


def everything() -> Iterator[Said]:
    ours = [model for model in get_page_models() if model._meta.app_label in {"home", "portal"}]
    for model in (*ours, SiteSettings, *apps.get_app_config("portal").get_models()):
        name = model.__name__
        yield name, str(model._meta.verbose_name)
        yield name, str(model._meta.verbose_name_plural)
        for field in model._meta.concrete_fields + model._meta.many_to_many:
            if field.name not in STOCK and not field.name.endswith("_ptr"):
                yield from of_field(field, f"{name}.{field.name}")
        yield from of_panels([*getattr(model, "content_panels", []), *getattr(model, "panels", [])], name)


def english(said: Iterator[Said]) -> list[Said]:
    return [(where, text) for where, text in said if set(ENGLISH.findall(text)) - NAMES]


def test_every_label_and_hint_of_our_own_is_chinese() -> None:
    with translation.override("zh-hans"):
        found = list(everything())
        assert english(iter(found)) == []
    assert len(found) > 200
    with translation.override("en"):
        assert len(english(everything())) > 100  # control: the search finds English where it stands


@pytest.mark.usefixtures("pages")
def test_the_rows_of_the_stock_installation_are_named_in_chinese() -> None:
    editorial.set_up(Page.objects.get(depth=2))
    names = [*Workflow.objects.values_list("name", flat=True), *Task.objects.values_list("name", flat=True)]
    names += [
        *Collection.objects.values_list("name", flat=True),
        *Page.objects.filter(depth=1).values_list("title", flat=True),
    ]
    assert english(("row", name) for name in names) == []
    assert set(Workflow.objects.filter(active=True).values_list("name", flat=True)) == {editorial.WORKFLOW}
    assert set(Task.objects.filter(active=True).values_list("name", flat=True)) == {editorial.TASK}
