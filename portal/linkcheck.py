"""Links inside the site that lead nowhere, found anew every night and when an editor asks for it.

Nothing outside is asked: the site works without the internet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import models, transaction
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from cases.actions import jobs
from cases.enums import JobKind, JobState
from cases.models import Job, User
from home.models import BrokenLink, PublicPage
from portal.editorial import PROMOTERS, may_approve

AT_ONCE = 25  # pages in one transaction

ANCHOR = re.compile(r"<a\b([^>]*)>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


class CheckLinks:
    """The work of a job: page by page in the order of the key (``cases.actions.jobs``)."""

    def total(self, job: Job) -> int:
        return Page.objects.live().count()

    def batch(self, job: Job, size: int) -> jobs.Batch:
        rows = Page.objects.live().filter(pk__gt=job.last_key).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[: min(size, AT_ONCE)])
        if not keys:
            BrokenLink.objects.exclude(page__live=True).delete()
            return jobs.Batch(job.last_key, 0)
        pages = [page for page in Page.objects.filter(pk__in=keys).specific() if isinstance(page, PublicPage)]
        found = [
            BrokenLink(page_id=page.pk, target=target)
            for page in pages
            for target in sorted({target[:300] for target in broken(page)})
        ]
        BrokenLink.objects.filter(page__in=keys).delete()
        BrokenLink.objects.bulk_create(found)
        return jobs.Batch(keys[-1], len(keys), {"pages": len(pages), "broken": len(found)})


@dataclass(frozen=True)
class Checked:
    """When the links were checked last, and the check that is under way or that stopped since."""

    last: Job | None
    open: Job | None
    failed: bool


def checked() -> Checked:
    """How the checking stands."""
    rows = Job.objects.filter(kind=JobKind.CHECK_LINKS)
    newest, last = rows.first(), rows.filter(state=JobState.DONE).first()
    failed = newest is not None and newest.state == JobState.FAILED
    return Checked(last, newest if newest and newest.is_open else None, failed)


def may_check(user: User) -> bool:
    """Those who write and those who publish, and administrators of the publishing side."""
    return may_approve(user) or (user.is_active and user.groups.filter(name=PROMOTERS).exists())


def start(by: User | None) -> Job:
    """Ask for a check; the one under way, if there is one."""
    with transaction.atomic():
        return checked().open or jobs.start(JobKind.CHECK_LINKS, {}, by=by)


def run() -> int:
    """Check now; how many links are broken."""
    jobs.run(start(None).pk)
    return BrokenLink.objects.count()


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
