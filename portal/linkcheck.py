"""Links inside the site that lead nowhere, found anew every night. Nothing outside is asked: the site works without the internet."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.db import models, transaction
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from home.models import BrokenLink, PublicPage

ANCHOR = re.compile(r"<a\b([^>]*)>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def run() -> int:
    """Look at every published page; how many links are broken."""
    found = [
        BrokenLink(page_id=page.pk, target=target[:300])
        for page in Page.objects.live().specific().iterator(chunk_size=100)
        if isinstance(page, PublicPage)
        for target in sorted(set(broken(page)))
    ]
    with transaction.atomic():
        BrokenLink.objects.all().delete()
        BrokenLink.objects.bulk_create(found)
    return len(found)


def broken(page: PublicPage) -> Iterator[str]:
    """Where the page's links lead that lead nowhere."""
    for text in _texts(page):
        for tag in ANCHOR.findall(text):
            given = dict(ATTRIBUTE.findall(tag))
            kind, key = given.get("linktype", ""), given.get("id", "")
            if kind == "page" and not Page.objects.live().filter(pk=_number(key)).exists():
                yield f"page {key}"
            elif kind == "document" and not get_document_model().objects.filter(pk=_number(key)).exists():
                yield f"document {key}"
            elif not kind and given.get("href", "").startswith("/") and not leads_somewhere(given["href"]):
                yield given["href"]


def _number(key: str) -> int:
    return int(key) if key.isdecimal() and len(key) < 10 else 0


def _texts(page: PublicPage) -> Iterator[str]:
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield str(getattr(page, field.name))
        elif isinstance(field, StreamField):
            yield from _strings(getattr(page, field.name).get_prep_value())
        elif isinstance(field, models.TextField):
            yield str(getattr(page, field.name))


def _strings(value: Any) -> Iterator[str]:
    """Every string in what a stream field keeps."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def leads_somewhere(href: str) -> bool:
    """Whether a path of this site is served: by a view of its own, or by a published page."""
    path = urlsplit(href).path
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name != "wagtail_serve":
        return True
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return False
    parts = [part for part in path.split("/") if part]
    try:
        site.root_page.specific.route(HttpRequest(), parts)
    except Http404:
        return False
    return True
