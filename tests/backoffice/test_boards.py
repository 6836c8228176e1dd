"""Dashboards: whose they are, that every number is the number of rows of its list, and what the wall does not tell."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backoffice import access, paging
from backoffice.boards import numbers
from backoffice.boards.declared import BOARDS
from backoffice.boards.panels import Figures, Listed, Panel, Rows
from cases.actions import board_counts
from cases.enums import CaseStatus, PostRole
from cases.enums_ladder import Rung, Watch
from cases.management.demo import people
from cases.models import Alert, Case, Enterprise, Region, User
from tests.backoffice import board_kit as kit
from tests.cast import PULANDIAN, Cast, case_in

SignIn = Callable[[User], Client]
R = PostRole
BOARD, WALL = "office:board", "office:wall"
WITHOUT = {R.SERVICE_AGENT, R.UNIT_AGENT}  # their board is My day
LOOK_OVER = {R.OVERALL_MANAGER, R.CHIEF_LIAISON, R.CHIEF_AGENT, R.WORK_SUPERVISOR}


@pytest.fixture
def readers(cast: Cast) -> dict[PostRole, User]:
    return kit.readers(cast)


def test_every_post_but_those_of_agents_has_a_board() -> None:
    assert set(BOARDS) == access.BOARD.roles == set(PostRole) - WITHOUT


def test_each_post_reads_its_own_board_and_no_other(readers: dict[PostRole, User], at_desk: SignIn) -> None:
    for role, user in readers.items():
        client = at_desk(user)
        page = client.get(reverse(BOARD)).content.decode()
        assert str(BOARDS[role].lead).replace("'", "&#x27;") in page, role
        for other in BOARDS:
            answer = client.get(reverse("office:board_of", args=[other.value]))
            assert answer.status_code == (200 if other == role else 403), (role, other)
    assert client.get(reverse("office:board_of", args=["nobody"])).status_code == 404


def test_an_agent_is_told_that_boards_are_for_others(cast: Cast, at_desk: SignIn) -> None:
    for user in (cast.chen, cast.unit_agents["210214-housing"], cast.he):
        assert at_desk(user).get(reverse(BOARD)).status_code == 403
        assert at_desk(user).get(reverse(WALL)).status_code == 403


def test_who_holds_two_posts_chooses_by_tabs(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.sun)
    assert client.get(reverse(BOARD)).context["tabs"] == []
    people.post(cast.sun, "370783-agency", R.PROCESS_GUIDE)
    client = at_desk(User.objects.get(pk=cast.sun.pk))
    tabs = client.get(reverse(BOARD)).context["tabs"]
    assert [(tab["url"], tab["active"]) for tab in tabs] == [
        (reverse("office:board_of", args=["overall_manager"]), True),
        (reverse("office:board_of", args=["process_guide"]), False),
    ]
    assert [tab["active"] for tab in client.get(tabs[1]["url"]).context["tabs"]] == [False, True]


def test_only_who_looks_over_a_place_has_the_wall(readers: dict[PostRole, User], at_desk: SignIn) -> None:
    for role, user in readers.items():
        assert at_desk(user).get(reverse(WALL)).status_code == (200 if role in LOOK_OVER else 403), role


@pytest.mark.req("W-065")
def test_every_number_of_every_board_is_the_number_of_rows_of_the_list_that_it_opens(
    cast: Cast, readers: dict[PostRole, User], at_desk: SignIn
) -> None:
    told = Counter[str]()
    with time_machine.travel(kit.NOW, tick=False):
        kit.busy_week(cast, readers[R.POLICY_PRESENTER])
        for role, user in readers.items():
            client = at_desk(user)
            found = kit.numbers(client) + (kit.numbers(client, WALL) if role in LOOK_OVER else [])
            assert not any(number.more for number in found)
            for number in found:
                assert kit.rows_behind(client, number) == number.count, (role, number.url)
                told[number.url] += number.count
    # Control: the week is so busy that every list which a board counts has a row for somebody.
    lots = {one.lot.url for board in BOARDS.values() for panel in board.panels for one in parts(panel)}
    assert sorted(lots) == sorted(url for url in lots if told[url])


def parts(panel: Panel) -> list[Listed | Rows]:
    """What a panel counts by lists."""
    if isinstance(panel, Rows):
        return [panel]
    return [one for one in panel.of if isinstance(one, Listed)] if isinstance(panel, Figures) else []


def test_a_warning_on_the_highest_step_stays_in_the_figures_of_those_who_look_over_it(
    cast: Cast, at_desk: SignIn
) -> None:
    case, given = case_in(cast, CaseStatus.UNDERWAY), {"name_zh": "x", "name_en": "x", "since": kit.DUE, "due": kit.DUE}
    for step in Rung:
        Alert.objects.create(case=case, what=Watch.ITEM, label=step.value, rung=step, **given)
    people.post(cast.chen, "370783-agency", R.CHIEF_AGENT)
    wanted = {cast.sun: {"coordinate": 1, "from_supervise": 2}, cast.feng: {"from_supervise": 2}}
    wanted[User.objects.get(pk=cast.chen.pk)] = {"from_coordinate": 3}
    for user, expected in wanted.items():
        found = {n.url.split("rung=")[1]: n.count for n in kit.numbers(at_desk(user)) if "rung=" in n.url}
        assert found == expected, user.name
    exact = at_desk(cast.sun).get(reverse("office:alerts"), {"state": "open", "rung": "supervise"})
    assert exact.context["table"].paginator.count == 1, "control: the list still narrows to one step"


def test_a_number_of_a_list_that_has_changed_is_no_longer_equal(cast: Cast, at_desk: SignIn) -> None:
    """Control of the test above: it looks at the lists themselves."""
    case_in(cast, CaseStatus.SUBMITTED)
    client = at_desk(cast.sun)
    before = next(one for one in kit.numbers(client) if "status=submitted" in one.url)
    case_in(cast, CaseStatus.SUBMITTED)
    assert (before.count, kit.rows_behind(client, before)) == (1, 2)


@pytest.mark.req("P-068")
def test_the_group_that_dispatches_reads_its_joint_report_and_what_is_to_be_joined(cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(kit.SIGNED, tick=False):
        case = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    dispatch = cast.groups["dispatch"]
    post, author = dispatch.posts.get(), cast.unit_agents["210214-housing"]
    approved = {"status": "approved", "approved_by": cast.liu, "approved_at": kit.NOW, "submitted_at": kit.NOW}
    with time_machine.travel(kit.NOW, tick=False):
        kit.a_report(case, post, author, **approved)
        kit.a_report(case, post, dispatch, level="government")
        page = at_desk(dispatch).get(reverse(BOARD))
        cards = {str(card.label): card for drawn in page.context["panels"] for card in drawn.get("cards", [])}
        for label in ("Agents' reports to be joined", "Joint reports not yet sent"):
            assert cards[label].number.count == 1
            assert kit.rows_behind(at_desk(dispatch), cards[label].number) == 1
        assert cards["Joint weekly report due"].page == reverse("office:reports")
        assert cards["Joint weekly report due"].value != "—"
        other = at_desk(cast.groups["construction"]).get(reverse(BOARD)).content.decode()
    assert "to be joined" not in other, "control: of the group that dispatches alone"


def test_a_person_of_another_place_sees_none_of_its_numbers(cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(kit.NOW, tick=False):
        case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
        strangers = (cast.sun, cast.xu, cast.qian, cast.feng)
        for user in strangers:
            assert sum(number.count for number in kit.numbers(at_desk(user))) == 0, user.name
        for user in (cast.sun, cast.feng):
            assert sum(number.count for number in kit.numbers(at_desk(user), WALL)) == 0, user.name
        assert sum(number.count for number in kit.numbers(at_desk(cast.liu))) > 0, "control"
        assert sum(number.count for number in kit.numbers(at_desk(cast.liu), WALL)) > 0, "control"


def test_boards_without_a_case_say_so(readers: dict[PostRole, User], at_desk: SignIn) -> None:
    for role, user in readers.items():
        answer = at_desk(user).get(reverse(BOARD))
        assert answer.status_code == 200, role
        assert ("Nothing to show yet" in answer.content.decode()) == (role != R.ADMINISTRATOR), role
    wall = at_desk(readers[R.CHIEF_AGENT]).get(reverse(WALL)).content.decode()
    assert "No case is open." in wall
    assert "A date gets its warning only some working days before it" in wall


def test_the_wall_names_nobody_and_no_enterprise(cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(kit.NOW, tick=False):
        kit.busy_week(cast, cast.xu)
        wall = at_desk(cast.sun).get(reverse(WALL)).content.decode()
        board = at_desk(cast.sun).get(reverse(BOARD)).content.decode()
    names = [
        *User.objects.values_list("name", flat=True),
        *Enterprise.objects.values_list("name", flat=True),
        *Case.objects.exclude(number=None).values_list("number", flat=True),
        *Case.objects.values_list("project__name", flat=True),
    ]
    assert [name for name in names if name in wall] == []
    assert [name for name in names if name in board], "control: a board names its cases"
    assert "Shouguang" in wall
    assert re.search(r"<strong>1</strong> Overdue", wall)


def test_the_wall_of_a_city_shows_the_counties_without_a_case_too(
    readers: dict[PostRole, User], cast: Cast, at_desk: SignIn
) -> None:
    case_in(cast, "underway")
    found = at_desk(cast.feng).get(reverse(WALL)).context
    assert [tile.name for tile in found["tiles"]] == ["Shouguang"]
    quiet = [tile.name for tile in found["quiet"]]
    city = Region.objects.get(code="370700")
    assert len(quiet) == city.children.filter(level="county").count() - 1
    assert "Kuiwen District" in quiet
    assert "Shouguang" not in quiet


def test_the_wall_refreshes_itself_with_and_without_script(cast: Cast, at_desk: SignIn) -> None:
    wall = at_desk(cast.sun).get(reverse(WALL)).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in wall
    assert 'data-wall="60"' in wall
    assert "js/wall.js" in wall
    assert 'data-theme="dark"' in wall
    assert not re.search(r"<script(?![^>]*\bsrc=)", wall)
    assert not re.search(r"\sstyle=", wall)


def queries(client: Client, url: str) -> int:
    client.get(url)  # calendar, content types and counts of many cases are read once
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_a_board_asks_as_often_for_one_case_as_for_25(
    cast: Cast, readers: dict[PostRole, User], at_desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting included: what is kept for minutes, and counts of long lists, are made anew each time here."""
    monkeypatch.setattr(board_counts, "FRESH", timedelta(0))
    monkeypatch.setattr(board_counts, "SHARE", 0)  # nor for ten times as long as counting took
    monkeypatch.setattr(paging, "LONG", paging.MAX_COUNT)
    clients = {role: at_desk(user) for role, user in readers.items()}

    def asked() -> dict[str, int]:
        found = {role.value: queries(clients[role], reverse(BOARD)) for role in BOARDS}
        return found | {f"wall of {role.value}": queries(clients[role], reverse(WALL)) for role in LOOK_OVER}

    case_in(cast, CaseStatus.UNDERWAY)
    case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    one = asked()
    for number in range(24):
        case_in(cast, CaseStatus.UNDERWAY if number < 2 else CaseStatus.SUBMITTED, keep={"L01"})
        case_in(cast, CaseStatus.UNDERWAY if number < 2 else CaseStatus.SIGNED, PULANDIAN, keep={"L01"})
    assert asked() == one
    assert max(count for name, count in one.items() if "wall" not in name) <= 39, one
    assert max(count for name, count in one.items() if "wall" in name) <= 29, one
    monkeypatch.undo()
    kept = asked()
    assert max(kept.values()) <= 25, kept


@time_machine.travel(kit.NOW, tick=False)  # a count is of one day
def test_many_cases_are_counted_by_the_worker(cast: Cast, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    case_in(cast, CaseStatus.UNDERWAY)
    asked: list[tuple[int, dict[str, object]]] = []
    monkeypatch.setattr(board_counts, "AT_ONCE", 0)
    monkeypatch.setattr(board_counts, "_later", [lambda pk, ask: asked.append((pk, ask))])
    client = at_desk(cast.sun)
    for _twice in range(2):
        assert "The indicators are being counted" in client.get(reverse(BOARD)).content.decode()
    assert [pk for pk, _ask in asked] == [cast.sun.pk], "asked once, however often somebody looks"
    board_counts.count_packed(*asked[0])
    page = client.get(reverse(BOARD))
    assert "are being counted" not in page.content.decode()
    assert page.context["counted"].now["received"].cases == 1
    # What the worker made some time ago is shown while it makes the next.
    case_in(cast, CaseStatus.UNDERWAY)
    assert client.get(reverse(BOARD)).context["counted"].now["received"].cases == 1
    with time_machine.travel(page.context["counted"].at + board_counts.FRESH + board_counts.FRESH, tick=False):
        assert client.get(reverse(BOARD)).context["counted"].now["received"].cases == 1
        assert len(asked) == 2
        board_counts.count_packed(*asked[1])
        assert client.get(reverse(BOARD)).context["counted"].now["received"].cases == 2


def test_numbers_of_lists_are_a_minute_old_only_where_there_are_many_cases(
    cast: Cast, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = at_desk(cast.sun)

    def new() -> int:
        return next(one.count for one in kit.numbers(client) if "status=submitted" in one.url)

    case_in(cast, CaseStatus.SUBMITTED)
    assert new() == 1
    case_in(cast, CaseStatus.SUBMITTED)
    assert new() == 2, "few cases: as they stand"
    monkeypatch.setattr(numbers, "LONG", 0)
    assert new() == 2
    case_in(cast, CaseStatus.SUBMITTED)
    assert new() == 2, "many cases: at most a minute old"


def test_a_long_count_is_made_again_only_after_many_times_its_length(cast: Cast) -> None:
    case_in(cast, CaseStatus.SUBMITTED)
    ask = BOARDS[R.OVERALL_MANAGER].ask(timezone.localdate())
    first = board_counts.count(cast.sun, ask)
    slow = replace(first, took=3600.0)
    board_counts.cache.set(board_counts.place_of(cast.sun, ask), slow, 3600 * 24)
    with time_machine.travel(first.at + timedelta(hours=5), tick=False):
        assert board_counts.read(cast.sun, ask) == slow
    with time_machine.travel(first.at + timedelta(hours=11), tick=False):
        assert board_counts.read(cast.sun, ask) != slow


def test_what_is_asked_of_the_worker_arrives_as_it_was() -> None:
    for board in BOARDS.values():
        ask = board.ask(kit.DUE)
        assert board_counts.unpacked(board_counts.packed(ask)) == ask
