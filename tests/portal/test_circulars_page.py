"""Public notices of praise and criticism in the list of notices, and out of it once withdrawn."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import circulars
from tests.cases.test_circulars import PUBLIC, facts
from tests.cast import Cast


@pytest.mark.req("W-095", "P-092")
@pytest.mark.usefixtures("pages")
def test_the_list_of_notices_shows_what_is_issued_and_forgets_what_is_withdrawn(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    inside = circulars.approve(circulars.write(facts(title="内部通报（示例）"), by=cast.sun), by=cast.feng)
    made = circulars.approve(circulars.write(facts(**PUBLIC), by=cast.sun), by=cast.feng)
    address = reverse("portal:circular", args=[made.number])
    shown = client.get("/news/").content.decode()
    assert address in shown
    assert inside.title not in shown
    every = client.get("/praise-and-criticism/")
    assert address in every.content.decode()
    assert inside.title not in every.content.decode()
    assert '<a href="/praise-and-criticism/">表扬与批评</a>' in client.get(address).content.decode()
    for page in ("/", "/news/", "/sitemap/"):
        assert 'href="/praise-and-criticism/"' in client.get(page).content.decode(), page
    with django_capture_on_commit_callbacks(execute=True):
        circulars.withdraw(made, reason="数据有误。", by=cast.feng)
    for page in ("/news/", "/praise-and-criticism/"):
        assert address not in client.get(page).content.decode()
