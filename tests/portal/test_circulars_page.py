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
    with django_capture_on_commit_callbacks(execute=True):
        circulars.withdraw(made, reason="数据有误。", by=cast.feng)
    assert address not in client.get("/news/").content.decode()
