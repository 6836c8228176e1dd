"""The pages of one's own cases in English mark what people wrote in Chinese."""

import pytest
from django.urls import reverse

from cases.enums import CaseStatus
from home import middleware
from tests.cast import Cast, case_in
from tests.portal.selfservice.conftest import Door
from tests.portal.selfservice.test_access import case_urls
from tests.portal.test_languages_of_parts import Unmarked

PLAIN = ("home", "checklists", "messages", "enterprises", "enterprise_new", "profile", "project_new")


def unmarked(cast: Cast, as_: Door, status: CaseStatus) -> tuple[int, dict[str, list[str]]]:
    """(pages read, {address: Chinese words that nothing marks})."""
    client, read, found = as_(cast.wang), 0, {}
    for url in [*(reverse(f"my:{name}") for name in PLAIN), *case_urls(case_in(cast, status))]:
        answer = client.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            read += 1
            reader = Unmarked()
            reader.feed(answer.content.decode())
            found |= {url: reader.found} if reader.found else {}
    return read, found


@pytest.mark.parametrize("status", [CaseStatus.DRAFT, CaseStatus.AGREEMENT, CaseStatus.UNDERWAY])
def test_every_page_of_a_case_marks_its_chinese_words(cast: Cast, as_: Door, status: CaseStatus) -> None:
    read, found = unmarked(cast, as_, status)
    assert read > 10
    assert found == {}


def test_control_without_the_marking_they_would_be_found(
    cast: Cast, as_: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware.languages, "mark", lambda html: html)
    assert unmarked(cast, as_, CaseStatus.DRAFT)[1]
