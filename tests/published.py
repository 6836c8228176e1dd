"""The published portal for tests: loaded once into the database of the session, again after a transactional test."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from pytest_django import DjangoDbBlocker
from wagtail.models import Collection, Locale, Page

from cases.models import ApprovalItem
from portal.models import GuidePage

ITEMS = 75


def _load() -> None:
    """Flushing takes Wagtail's own first rows with it; they are made again."""
    Locale.objects.get_or_create(language_code="zh-hans")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page))
    if not ApprovalItem.objects.exists():
        call_command("load_reference", verbosity=0)
    call_command("load_pages", verbosity=0)


@pytest.fixture(scope="session")
def _published_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        _load()


@pytest.fixture
def pages(_published_once: None, reference: None) -> None:
    """All pages of the start content."""
    if GuidePage.objects.count() < ITEMS:
        _load()
