"""The page of the simulated exchange: a file is tried, looked at, taken in once, and everything stays in the history."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import CaseStatus
from cases.models import Exchange, ItemFact, User
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]


@pytest.mark.req("W-061")
def test_a_file_is_tried_and_then_taken_in_from_the_page(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    head = at_desk(cast.sun)
    page = head.get(reverse("office:exchange"))
    assert page.status_code == 200
    assert "simulated" in page.content.decode()
    new = reverse("office:exchange_new", args=["status_import"])
    assert "DFSJZJ" in head.get(new).content.decode()
    rows = f"DFSJZJ,SPSXSLBM,BLZT,BLSJ\nW-1,{case.number}-L01,1,{timezone.localdate()}\nW-2,{case.number}-C99,1,2026-01-05\n"
    refused = head.post(new, {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2")})
    assert refused.status_code == 422
    answer = head.post(new, {"file": SimpleUploadedFile("log.csv", rows.encode())}, follow=True)
    trial = Exchange.objects.get()
    shown = answer.content.decode()
    assert trial.sha256 in shown
    assert f"{case.number}-C99" in shown
    assert not ItemFact.objects.exists()
    done = head.post(reverse("office:exchange_row", args=[trial.pk]), follow=True)
    assert done.status_code == 200
    assert ItemFact.objects.count() == 1
    head.post(reverse("office:exchange_row", args=[trial.pk]))
    assert ItemFact.objects.count() == 1
    file = head.get(reverse("office:exchange_file", args=[trial.pk]))
    assert file.content == rows.encode()
    assert file["Cache-Control"] == "private, no-store"
    assert head.get(reverse("office:exchange")).content.decode().count("log.csv") == 2


@pytest.mark.req("W-061")
def test_an_export_is_made_from_the_page_and_others_do_not_find_it(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    head = at_desk(cast.sun)
    answer = head.post(
        reverse("office:exchange_new", args=["national_export"]), {"numbers": case.number, "form": "csv"}, follow=True
    )
    assert "SPGL_XMJBXXB" in answer.content.decode()
    row = Exchange.objects.get()
    for person, status in ((cast.liu, 404), (cast.jin, 404), (cast.chen, 403)):
        assert at_desk(person).get(reverse("office:exchange_row", args=[row.pk])).status_code == status
        assert at_desk(person).get(reverse("office:exchange_file", args=[row.pk])).status_code == status
    assert at_desk(cast.jin).get(reverse("office:exchange_new", args=["national_export"])).status_code == 403
    assert at_desk(cast.jin).get(reverse("office:exchange_new", args=["list_import"])).status_code == 200
    assert at_desk(cast.sun).get(reverse("office:exchange_new", args=["list_import"])).status_code == 403
    assert at_desk(cast.sun).get(reverse("office:exchange_new", args=["nothing"])).status_code == 404
