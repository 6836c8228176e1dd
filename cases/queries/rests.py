"""What the dates of a roadmap rest on: the easier ways that it counts with, and what has to come true for each (W-053 to W-077)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cases.queries import catalogue
from cases.queries.strategy_words import kind_word
from cases.queries.trials import Bench
from cases.strategies import Measure


@dataclass(frozen=True)
class Rest:
    """One way that is counted with. ``made``: it has really been taken by now; until then the dates only hope for it."""

    key: str
    code: str
    name: str
    way: str
    must_be_true: tuple[str, ...]
    must_promise: tuple[str, ...]
    made: bool = False


def of_bench(bench: Bench, made: Collection[str] = ()) -> list[Rest]:
    """Of the plan in force; ``made`` are the keys of measures that were really taken."""
    return of_measures(bench, bench.measures(bench.in_force), made)


def of_measures(bench: Bench, taken: Iterable[Measure], made: Collection[str] = ()) -> list[Rest]:
    """The same for any measures, in the language of the reader."""
    names = {item.code: item.name for item in bench.basis.items}
    now = {measure.key: measure for measure in catalogue.offered(bench.basis.items)}
    return [
        Rest(
            one.key, one.code, names.get(one.code, one.code), kind_word(one.kind),
            now.get(one.key, one).must_be_true, now.get(one.key, one).must_promise, one.key in made,
        )
        for one in taken
    ]  # fmt: skip
