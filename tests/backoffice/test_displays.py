"""The wall: whose cases it counts, its pages, and the screens that show it without an account."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backoffice.boards import wall
from backoffice.views import displays as views
from cases.actions import displays
from cases.enums import CaseStatus
from cases.enums_ladder import Rung, Watch
from cases.models import Alert, DisplayLink, User
from cases.queries import displays as readers
from tests.backoffice import board_kit as kit
from tests.cast import PULANDIAN, Cast, case_in

SignIn = Callable[[User], Client]
WALL, SCREENS = "office:wall", "office:displays"


def address(client: Client, name: str = "Hall") -> str:
    return str(client.post(reverse(SCREENS), {"name": name}).context["address"]).removeprefix("http://testserver")


def numbers(page: Any) -> list[str]:
    """The large figures of a wall as somebody reads them."""
    return re.findall(r'class="figure-big[^"]*">([^<]+)<', page.content.decode())


def test_the_wall_says_whose_cases_it_counts(cast: Cast, at_desk: SignIn) -> None:
    case_in(cast, CaseStatus.UNDERWAY)
    whole, own = (at_desk(user).get(reverse(WALL)).context for user in (cast.feng, cast.qian))
    assert whole["title"] == "Assisted approval: Weifang"
    assert whole["counted_words"] == "Counted: every case of Weifang."
    unit = cast.qian.active_posts[0].unit.name
    assert own["title"] == f"Assisted approval: {unit}"
    assert own["counted_words"].startswith(f"Counted: only the cases that {unit} handles or received first")
    # Places of which he would not see the cases are not told as places without a case.
    assert whole["quiet"]
    assert own["quiet"] == []


def test_warnings_past_their_day_and_on_the_highest_steps_burn_on_the_wall(cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(kit.SIGNED, tick=False):
        case = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    with time_machine.travel(kit.NOW, tick=False):
        client, late, high = at_desk(cast.liu), "Early warnings overdue", "Early warnings: supervision or higher"

        def told() -> tuple[dict[str, tuple[str, str]], str]:
            page = client.get(reverse(WALL))
            cards = {str(card.label): (card.value, card.tone) for card in page.context["cards"]}
            return cards, page.content.decode().partition('id="wall-coming"')[2].partition("</section>")[0]

        cards, panel = told()
        assert (cards[late], cards[high]) == (("0", ""), ("0", "")), "control: nothing burns without a warning"
        assert "<p>None." in panel
        given = {"case": case, "what": Watch.ITEM, "name_zh": "x", "name_en": "x", "since": kit.DUE, "due": kit.DUE}
        for step in Rung:
            Alert.objects.create(label=step.value, rung=step, **given)
        cards, panel = told()
        assert (cards[late], cards[high]) == (("5", "late"), ("2", "late"))
        assert re.search(r"(?s)tone-late.*<strong>5</strong> Overdue", panel)
        assert "None." not in panel
        assert "Due within 7 days: 0" in panel
        screen = Client().get(address(client)).content.decode().partition('id="wall-coming"')[2]
        assert re.search(r'(?s)<span class="lamp tone-late">.*<strong>5</strong>', screen), "and without an account"
        Alert.objects.filter(label=Rung.REMIND).update(due=kit.TODAY)
        cards, panel = told()
        assert cards[late] == ("4", "late")
        assert "Due within 7 days: 0" not in panel


def test_a_screen_without_an_account_reads_the_numbers_of_its_maker_and_nothing_else(
    cast: Cast, at_desk: SignIn
) -> None:
    with time_machine.travel(kit.NOW, tick=False):
        kit.busy_week(cast, cast.xu)
        client, screen = at_desk(cast.sun), Client(headers={"accept-language": "en"})
        at = address(client)
        shown, own = screen.get(at), client.get(reverse(WALL))
        assert shown.status_code == 200
        assert numbers(shown) == numbers(own) != []
        main = shown.content.decode().partition("<main")[2].partition("</main>")[0]
        assert "href=" not in main
        assert "/office/" not in shown.content.decode()
        assert shown["Cache-Control"] == "private, no-store"
        assert (shown["Referrer-Policy"], shown["X-Robots-Tag"]) == ("no-referrer", "noindex")
        assert not shown.cookies, "nobody is signed in"
        assert screen.get(reverse(WALL)).status_code == 302
        assert screen.post(at).status_code == 405


def test_only_the_hash_of_an_address_is_kept_and_it_is_shown_once(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.sun)
    token = address(client).strip("/").split("/")[-1]
    row = DisplayLink.objects.get()
    assert token not in (row.token_hash, row.name)
    again = client.get(reverse(SCREENS)).content.decode()
    assert token not in again
    assert "Hall" in again


def test_an_address_ends_with_its_maker_and_by_his_word_alone(cast: Cast, at_desk: SignIn) -> None:
    client, other = at_desk(cast.sun), at_desk(cast.feng)
    first, second = address(client), address(client, "Door")
    row = DisplayLink.objects.order_by("pk")[0]
    assert other.post(reverse(SCREENS), {"stop": row.pk}).status_code == 404
    assert Client().get(first).status_code == 200, "control: nobody else stops it"
    assert client.post(reverse(SCREENS), {"stop": row.pk}).status_code == 200
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    cast.sun.posts.update(since=date(2001, 1, 1), until=date(2001, 2, 1))
    assert Client().get(second).status_code == 404
    assert Client().get("/display/x/").status_code == 404


def test_an_agent_makes_no_address(cast: Cast, at_desk: SignIn) -> None:
    assert at_desk(cast.chen).post(reverse(SCREENS), {"name": "x"}).status_code == 403
    assert not DisplayLink.objects.exists()


def test_screens_are_named_and_few(cast: Cast, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at_desk(cast.sun)
    assert client.post(reverse(SCREENS), {"name": " "}).status_code == 422
    monkeypatch.setattr(displays, "MOST", 1)
    address(client)
    answer = client.post(reverse(SCREENS), {"name": "Door"})
    assert answer.status_code == 422
    assert "At most 1 screens at a time" in answer.content.decode()
    assert readers.of(cast.sun).count() == 1


def test_a_screen_that_asks_too_often_is_told_to_wait(
    cast: Cast, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = address(at_desk(cast.sun))
    monkeypatch.setattr(views, "MOST", 2)
    assert [Client().get(at).status_code for _n in range(3)] == [200, 200, 429]


def test_more_places_than_fit_are_pages_that_turn(cast: Cast, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "MOST", 1)
    for place in (PULANDIAN, "370783"):
        case_in(cast, CaseStatus.SUBMITTED, place)
    cast.feng.posts.create(unit=cast.liu.active_posts[0].unit, role="work_supervisor")
    client = at_desk(User.objects.get(pk=cast.feng.pk))

    def page(query: str = "") -> tuple[list[str], int]:
        found = client.get(reverse(WALL) + query).context
        return [tile.name for tile in found["tiles"]], found["next"]

    (first, after), (second, back) = page(), page("?page=2")
    assert len({*first, *second}) == 2
    assert (after, back) == (2, 1)
    assert page("?page=3") == page("?page=x") == page(), "a page that is not there is the first"
    shown = client.get(reverse(WALL) + "?page=2").content.decode()
    assert "page 2 of 2, 2 places; it turns by itself" in shown
    assert 'content="60;url=?page=1"' in shown
    monkeypatch.setattr(wall, "MOST", 20)
    assert page()[1] == 0, "control: what fits one screen does not turn"
