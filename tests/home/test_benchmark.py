"""The benchmark's own arithmetic and its fences; nothing here depends on how fast the machine is."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import RequestFactory

from cases.checks import is_uscc
from cases.enums import CaseStatus, ItemStatus
from cases.models import Case, CaseEvent, Enterprise, TeamMember
from cases.queries import cases
from cases.transitions import TABLE
from home.benchmark import apart, client, counting, data, figures, foresight, inside, people, story
from home.benchmark.figures import GOOD, MISSED, Figure, Target


def test_a_figure_holds_up_to_its_target_and_not_above() -> None:
    target = Target(ratio=60, queries=15)
    assert Figure("list", ms=12.0, ratio=60.0, queries=15, target=target).verdict() == GOOD
    assert Figure("list", ms=12.0, ratio=60.1, queries=15, target=target).verdict() == MISSED
    assert Figure("list", ms=12.0, ratio=60.0, queries=16, target=target).verdict() == MISSED


def test_a_time_must_stay_below_its_limit() -> None:
    assert Figure("roadmap", ms=9.9, target=Target(ms=10)).verdict() == GOOD
    assert Figure("roadmap", ms=10.0, target=Target(ms=10)).verdict() == MISSED


def test_what_was_not_measured_does_not_pass() -> None:
    assert Figure("list", target=Target(ratio=60)).verdict() == MISSED


def test_a_figure_without_a_target_is_only_told() -> None:
    assert Figure("search", ms=300.0, ratio=400.0).verdict() == ""


def test_what_is_asked_for_is_measured() -> None:
    assert figures.asked("My day", "")
    assert figures.asked("My day", "Work list|My day")
    assert not figures.asked("My day", "Work list|Ledger")
    assert figures.alone("Ledger of cases", "Ledger")
    assert not figures.alone("Ledger of cases", "Ledger|My day")
    assert not figures.alone("Ledger of cases", "")


def test_work_apart_is_charged_only_for_itself() -> None:
    large = bytearray(400 * apart.MB)  # what the benchmark itself took before
    result, cost = apart.run(sum, range(1000))
    assert (result, len(large)) == (499_500, 400 * apart.MB)
    assert 0 < cost.before <= cost.peak < 400
    assert 0 <= cost.busy <= cost.took + 1


def test_rows_may_not_cost_queries() -> None:
    assert figures.same_queries("list", 12, 12, (1, 25)).verdict() == GOOD
    more = figures.same_queries("list", 12, 37, (1, 25))
    assert more.verdict() == MISSED
    assert more.wrong == "depends on the number of rows"
    assert figures.missed([more, Figure("search", ms=1.0)]) == [more]


def test_lists_that_do_not_have_their_rows_prove_nothing() -> None:
    empty = figures.same_queries("list", 12, 12, (1, 0))
    assert empty.verdict() == MISSED
    assert empty.wrong == "the lists had 1 and 0 rows"


def test_a_picture_must_stay_below_its_size() -> None:
    assert Figure("chart", size=39_999, target=Target(size=40_000)).verdict() == GOOD
    too_large = Figure("chart", size=40_000, target=Target(size=40_000))
    assert too_large.verdict() == MISSED
    assert too_large.cells()[1] == "40.0 KB"
    assert too_large.cells()[5] == "< 40 KB"


def test_the_table_is_straight_with_chinese_in_it() -> None:
    lines = figures.table([Figure("Search for 施工许可", ms=1.5), Figure("List", ms=12.25, ratio=20.0)]).splitlines()
    assert len({figures.width(line) for line in lines}) == 1
    assert "12.25 ms" in lines[3]


def test_a_ratio_is_of_medians_taken_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Clockwork(client.Reader):
        def __post_init__(self) -> None:
            pass

        def get(self, path: str, **headers: str) -> tuple[float, SimpleNamespace]:
            asked.append(path)
            return (30.0 if path == "/page/" else 2.0), SimpleNamespace()

    pair = client.compare(Clockwork("localhost", 1), "/page/", "/bare/")
    assert pair.ratio == pair.undisturbed == 15.0
    timed = asked[2 * client.WARM :]
    assert timed[: 2 * client.EACH] == ["/bare/"] * client.EACH + ["/page/"] * client.EACH
    assert timed.count("/page/") == client.ROUNDS * client.EACH == 200


def test_other_work_on_the_machine_shows_in_the_median_and_not_in_the_fastest_tenth() -> None:
    pair = client.Pair(pages=[20.0] * 40 + [60.0] * 60, bares=[1.0] * 100)
    assert (pair.ratio, pair.undisturbed) == (60.0, 20.0)


def test_the_invented_way_is_the_lawful_way() -> None:
    statuses = story.statuses()
    assert len(statuses) == 100
    for status in set(statuses):
        at = CaseStatus.DRAFT
        for step in story.happenings(status):
            assert step.old == at
            assert (CaseStatus(step.old), step.action) in TABLE
            at = CaseStatus(step.new)
        assert at == status


def test_items_are_proposed_before_the_notification_and_done_at_the_hand_over() -> None:
    assert story.item_status(CaseStatus.SIGNED, 0) == ItemStatus.PROPOSED
    assert story.item_status(CaseStatus.NOTIFIED, 0) == ItemStatus.CONFIRMED
    assert [story.item_status(CaseStatus.UNDERWAY, place) for place in (0, 3, 5, 6)] == [
        ItemStatus.PASSED,
        ItemStatus.HANDLING,
        ItemStatus.RECEIVED,
        ItemStatus.CONFIRMED,
    ]
    assert story.item_status(CaseStatus.ARCHIVED, 7) == ItemStatus.PASSED


def test_a_hundred_invented_cases_can_be_seen_and_their_logs_hold(
    reference: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "CASES", 100)
    monkeypatch.setattr(data, "BATCH", 50)
    monkeypatch.setattr(data, "ENTERPRISES", 7)
    readers = people.build()
    data.fill(readers)
    data.fill(readers)
    assert Case.objects.count() == 100
    assert Case.objects.get(number="SL-000000").items.count() == data.LARGE
    assert all(is_uscc(firm.uscc) for firm in Enterprise.objects.all())
    assert cases.visible_to(readers.agent).count() >= 30
    assert cases.visible_to(readers.manager).count() > cases.visible_to(readers.agent).count()
    assert cases.visible_to(readers.unit_agent).exists()
    assert Case.objects.get(number="SL-000000") in cases.visible_to(readers.owner)
    with_team = TeamMember.objects.filter(until__isnull=True).values("case")
    assert set(Case.objects.filter(has_team=True)) == set(Case.objects.filter(pk__in=with_team)) != set()
    log = list(CaseEvent.objects.filter(case__number="SL-000000").order_by("seq"))
    assert [event.previous_hash for event in log[1:]] == [event.hash for event in log[:-1]]


def test_roadmaps_and_their_picture_are_of_the_whole_catalogue(
    reference: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inside, "TURNS", 1)
    found = list(inside.roadmaps())
    assert [figure.name for figure in found] == [
        "Roadmap of 60 items computed",
        "Roadmap of 75 items computed",
        "Gantt chart of 75 rows with every mark",
    ]
    assert found[-1].verdict() == GOOD
    assert (found[-1].size or 0) > 20_000, "the control: there is something on it"


def test_strategies_what_if_and_forecast_are_measured_on_the_whole_catalogue(reference: None) -> None:
    found = list(foresight.everything())
    assert [figure.name for figure in found] == [
        "All strategies of 75 items compared",
        "One change of 75 items tried",
        "Forecast of 75 items, 1000 runs",
    ]
    assert all(figure.target.ms and figure.ms for figure in found)
    assert found[0].note.endswith(" sets opened, proven"), "the control: a search that was stopped is told"


@pytest.mark.django_db
def test_queries_are_counted_only_when_the_client_asks() -> None:
    def view(request: object) -> dict[str, str]:
        Case.objects.count()
        return {}

    middleware = counting.CountQueries(view)  # type: ignore[arg-type]
    assert middleware(RequestFactory().get("/", headers={counting.ASK: "1"})) == {counting.ANSWER: "1"}
    assert middleware(RequestFactory().get("/")) == {}


def test_its_settings_refuse_the_folder_of_an_installation() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_benchmark"}
    environment.pop("DATABASE_URL", None)
    tried = subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert tried.returncode != 0
    assert "makes its own folder and database" in tried.stderr


def test_nothing_of_it_is_part_of_an_installation() -> None:
    assert settings.ROOT_URLCONF == "config.urls"
    assert not any("benchmark" in name for name in settings.MIDDLEWARE)
    assert not getattr(settings, "BENCHMARK", False)
