"""The layered picture: every edge points right, nobody stands on another, few lines cross, and the same in gives the same out."""

import random
import time
from itertools import pairwise

import pytest

from home.charts import layers
from home.charts.layers import Edge, layout, spread


def edges(*pairs: str) -> list[Edge]:
    return [Edge(pair[0], pair[1], "all") for pair in pairs]


def test_every_edge_points_to_the_right() -> None:
    found = layout("ABCDE", edges("AB", "BC", "AC", "DC", "CE"))
    for before, after in ("AB", "BC", "AC", "DC", "CE"):
        assert found.places[before][0] < found.places[after][0]
    assert found.ranks == 4


def test_a_node_without_a_need_stands_beside_what_it_serves() -> None:
    found = layout("ABCD", edges("AB", "BC", "DC"))
    assert found.places["D"][0] == 1, "not at the far left"


def test_whoever_has_no_edge_stands_alone() -> None:
    found = layout("ABZ", edges("AB"))
    assert found.alone == ("Z",)
    assert "Z" not in found.places


def test_lines_that_need_not_cross_do_not() -> None:
    found = layout("ABCDXY", edges("AY", "BX", "CY", "DX"))
    assert found.crossings == 0
    assert layout("ABXY", edges("AX", "AY", "BX", "BY")).crossings == 1, "two by two cannot be drawn without"


def test_a_long_edge_bends_around_what_lies_between() -> None:
    found = layout("ABC", edges("AB", "BC", "AC"))
    passing = [piece for piece in found.segments if piece.bent]
    assert passing
    assert all(abs(piece.y - found.places["B"][1]) >= 0.5 for piece in passing)


def test_a_circle_is_drawn_all_the_same() -> None:
    found = layout("ABC", edges("AB", "BC", "CA"))
    assert set(found.places) == set("ABC")
    assert found.ranks == 3


def test_an_edge_to_a_stranger_is_left_out() -> None:
    assert layout("AB", edges("AB", "BX", "XA")) == layout("AB", edges("AB"))


def test_nothing_is_drawn_of_nothing() -> None:
    found = layout((), ())
    assert (found.ranks, found.rows, found.crossings) == (0, 0, 0)


def network(seed: int, count: int = 75) -> tuple[list[str], list[Edge]]:
    chance = random.Random(seed)
    codes = [f"N{n:02}" for n in range(count)]
    kinds = ("all", "cond", "soft")
    pairs = [(n, m) for m in range(count) for n in chance.sample(range(m), min(m, chance.randrange(3)))]
    return codes, [Edge(codes[n], codes[m], chance.choice(kinds)) for n, m in pairs]


@pytest.mark.parametrize("seed", range(12))
def test_nobody_stands_on_another_in_random_networks(seed: int) -> None:
    codes, links = network(seed)
    found = layout(codes, links)
    columns: dict[int, list[float]] = {}
    for rank, row in found.places.values():
        columns.setdefault(rank, []).append(row)
    for rows in columns.values():
        assert all(below - above >= 0.999 for above, below in pairwise(sorted(rows)))
    assert all(found.places[edge.before][0] < found.places[edge.after][0] for edge in links)
    assert layout(codes, links) == found, "twice the same"


def test_ordering_takes_most_crossings_away() -> None:
    codes, links = network(3)
    shuffled = random.Random(1).sample(codes, len(codes))
    assert layout(shuffled, links).crossings < layout_unordered(shuffled, links) / 2


def layout_unordered(codes: list[str], links: list[Edge]) -> int:
    """The control: crossings before anything is put in order."""
    ranks = layers._ranks(codes, links)
    return layers._Graph(codes, links, ranks).crossings()


def test_75_items_are_placed_within_a_tenth_of_a_second() -> None:
    codes, links = network(5)
    began = time.process_time()
    layout(codes, links)
    assert time.process_time() - began < 0.5, "five times what it takes on a slow machine"


def test_spread_keeps_order_and_room_and_moves_as_little_as_it_can() -> None:
    assert spread([0, 0], [1, 1]) == [-0.5, 0.5]
    assert spread([0, 5], [1, 1]) == [0, 5], "who has room stays"
    assert spread([3, 1, 2], [1, 1, 1]) == [1, 2, 3]
