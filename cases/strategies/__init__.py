"""Lawful ways to be sooner, side by side (W-053 to W-056, W-073 to W-077, P-062): which of them, when, at what risk.

Pure. `model` is the question and the answer, `effects` what a measure makes of a task, `space` the sets of measures,
`chain` why a set is as late as it is, `search` the best set with its proof, `comparing` all strategies together.
"""

from cases.strategies.comparing import compare
from cases.strategies.effects import apply, with_works
from cases.strategies.model import (
    Comparison,
    Effect,
    Kind,
    Measure,
    Name,
    NoGoal,
    Question,
    Step,
    Strategy,
    Works,
)
from cases.strategies.search import NODES

__all__ = [
    "NODES",
    "Comparison",
    "Effect",
    "Kind",
    "Measure",
    "Name",
    "NoGoal",
    "Question",
    "Step",
    "Strategy",
    "Works",
    "apply",
    "compare",
    "with_works",
]
