"""The checklists of the policy labels, shipped as data in ``labels.json`` (W-076, W-077; meaning in domain C.9). Pure."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Point:
    """A point of a checklist; ``needed``: the label rests on it."""

    key: str
    text_zh: str
    text_en: str
    needed: bool = False


@cache
def _all() -> dict[str, tuple[Point, ...]]:
    data = json.loads((Path(__file__).parent / "labels.json").read_text(encoding="utf-8"))
    return {kind: tuple(Point(**row) for row in rows) for kind, rows in data.items()}


def points(kind: str) -> tuple[Point, ...]:
    """The checklist of a label."""
    return _all()[kind]
