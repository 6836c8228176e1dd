"""Figures, their targets, the verdict and the table. Pure."""

import unicodedata
from dataclasses import dataclass

HEADERS = ("Figure", "Measured", "Ratio", "Undisturbed", "Queries", "Target", "Verdict")
GOOD, MISSED, TOLD = "good", "MISSED", ""
KB = 1000
ROWS = (1, 25)  # of the two lists that are compared


def asked(name: str, only: str) -> bool:
    """Whether a figure is measured: ``only`` holds words of names, several with ``|`` between them; without any, everything is."""
    return any(words in name for words in only.split("|"))


def alone(name: str, only: str) -> bool:
    """Whether somebody asks for this figure and for no other."""
    return bool(only) and all(words in name for words in only.split("|"))


@dataclass(frozen=True)
class Target:
    """What a figure must not exceed: times the bare view, queries, milliseconds, bytes. None: not limited."""

    ratio: float | None = None
    queries: int | None = None
    ms: float | None = None
    size: int | None = None

    def words(self) -> str:
        """The target as the table says it."""
        parts = [
            f"≤ {self.ratio:g} ×" if self.ratio is not None else "",
            f"≤ {self.queries} queries" if self.queries is not None else "",
            f"< {self.ms:g} ms" if self.ms is not None else "",
            f"< {self.size / KB:g} KB" if self.size is not None else "",
        ]
        return ", ".join(filter(None, parts))


@dataclass(frozen=True)
class Figure:
    """One measured line. ``ms``: median in milliseconds; ``ratio``: to the bare view's median of the same minutes;
    ``undisturbed``: the same of the fastest tenths; ``size``: bytes."""

    name: str
    ms: float | None = None
    ratio: float | None = None
    queries: int | None = None
    undisturbed: float | None = None
    target: Target = Target()
    size: int | None = None
    note: str = ""
    wrong: str = ""
    """Why the figure is no good whatever its numbers are."""

    def verdict(self) -> str:
        """good, MISSED, or nothing when there is no target."""
        pairs = (
            (self.ratio, self.target.ratio),
            (self.queries, self.target.queries),
        )
        limited = [(value, most) for value, most in pairs if most is not None]
        missed = any(value is None or value > most for value, most in limited)
        below = [(self.ms, self.target.ms), (self.size, self.target.size)]
        for value, most in [(value, most) for value, most in below if most is not None]:
            limited.append((value, most))
            missed |= value is None or value >= most
        if self.wrong or missed:
            return MISSED
        return GOOD if limited else TOLD

    def measured(self) -> str:
        """What was found, in words: the note, the size or the time."""
        size = "" if self.size is None else f"{self.size / KB:.1f} KB"
        return self.note or size or ("" if self.ms is None else f"{self.ms:.2f} ms")

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        return (
            self.name,
            self.measured(),
            "" if self.ratio is None else f"{self.ratio:.1f} ×",
            "" if self.undisturbed is None else f"{self.undisturbed:.1f} ×",
            "" if self.queries is None else str(self.queries),
            self.target.words(),
            f"{self.verdict()} {self.wrong}".strip(),
        )


def same_queries(name: str, one: int, many: int, rows: tuple[int, int]) -> Figure:
    """The number of queries must not depend on the number of ``rows``, which must be those that ``ROWS`` says."""
    wrong = "" if one == many else "depends on the number of rows"
    wrong = wrong if rows == ROWS else f"the lists had {rows[0]} and {rows[1]} rows"
    target = Target(queries=one)
    return Figure(name, queries=many, target=target, note=f"{one} and {many} queries", wrong=wrong)


def missed(figures: list[Figure]) -> list[Figure]:
    """Those that do not hold."""
    return [figure for figure in figures if figure.verdict() == MISSED]


def width(text: str) -> int:
    """Columns that a terminal needs: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def table(figures: list[Figure]) -> str:
    """All figures as a Markdown table, so that it can be put into the documents as it is."""
    rows = [HEADERS, *(figure.cells() for figure in figures)]
    widths = [max(width(row[place]) for row in rows) for place in range(len(HEADERS))]
    drawn = [_line(row, widths) for row in rows]
    return "\n".join([drawn[0], "|" + "|".join("-" * (size + 2) for size in widths) + "|", *drawn[1:]])


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    return "| " + " | ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)) + " |"
