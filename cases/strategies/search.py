"""The best lawful set of measures: the earliest day of the goal, then the least risk, the fewest measures, the first keys.

Branch and bound. Of a set it is known how soon everything still allowed could make it at once, lawful or not: no set in
between is sooner. And it is known which measures could shorten the chain that makes it late: one of these must come in,
so the branches are these. Chains that share no measure each need one of their own; their cheapest add up to a bound of
the risk. What is cut off by a bound is never better, so a search that comes to its end has proven its result.
"""

from dataclasses import dataclass

from cases.strategies.space import Space, bits_of

NODES = 20_000


@dataclass(frozen=True)
class Found:
    """The best set that was seen; `proven` if the search came to its end, and how many sets it opened."""

    chosen: int
    day: int
    proven: bool
    nodes: int


class _Stop(Exception):
    """The search has opened as many sets as it may."""


class Search:
    """Over the measures in `allowed` (bits of the space's measures)."""

    def __init__(self, space: Space, allowed: int, limit: int = NODES) -> None:
        self.space, self.allowed, self.limit = space, allowed, limit
        self.nodes = 0
        self.best = 0
        self.best_rank = self._rank(0)

    def run(self) -> Found:
        self._consider(self._good())
        proven = True
        try:
            self._open(0, self.allowed)
        except _Stop:
            proven = False
        return Found(self.best, self.best_rank[0], proven, self.nodes)

    def _rank(self, chosen: int) -> tuple[int, int, int, tuple[str, ...]]:
        risk, count = self.space.weight(chosen)
        return self.space.day(chosen), risk, count, self.space.keys(chosen)

    def _consider(self, chosen: int) -> None:
        rank = self._rank(chosen)
        if rank < self.best_rank:
            self.best, self.best_rank = chosen, rank

    def _joined(self, chosen: int, n: int, allowed: int) -> tuple[int, int] | None:
        """The set with one more measure and what that one requires, and what is still allowed beside it; None: unlawful."""
        more = chosen | self.space.closures[n]
        barred = 0
        for m in bits_of(more & ~chosen):
            barred |= self.space.conflicts[m]
        if more & ~(chosen | allowed) or barred & more:
            return None
        return more, allowed & ~barred & ~more

    def _open(self, chosen: int, allowed: int) -> None:
        self.nodes += 1
        if self.nodes > self.limit:
            raise _Stop
        self._consider(chosen)
        if self._hopeless(chosen, allowed):
            return
        branches = sorted(bits_of(self.space.shortening(chosen) & allowed), key=lambda n: (self.space.risks[n], n))
        for n in branches:
            joined = self._joined(chosen, n, allowed)
            if joined is not None:
                self._open(*joined)
            # Every set with this measure has been seen: the branches after it do without.
            allowed &= ~(1 << n)

    def _hopeless(self, chosen: int, allowed: int) -> bool:
        """Whether nothing between the set and the set with everything allowed is better than the best that is known."""
        day, soonest = self.space.day(chosen), self.space.day(chosen | allowed)
        if soonest > self.best_rank[0] or soonest == day:
            return True
        if soonest < self.best_rank[0]:
            return False
        risk, count = self.space.weight(chosen)
        everything = chosen
        while True:
            if self.space.day(everything) <= self.best_rank[0]:
                break
            needed = self.space.shortening(everything) & allowed
            if not needed:
                return True
            risk += min(self.space.risks[n] for n in bits_of(needed))
            count += 1
            everything |= needed
        return (risk, count) > self.best_rank[1:3]

    def _good(self) -> int:
        """A good set to begin with: at every chain the measure that helps most, then none too many."""
        chosen, allowed = 0, self.allowed
        while True:
            if self.space.day(chosen | allowed) == self.space.day(chosen):
                break
            steps = [
                joined
                for n in bits_of(self.space.shortening(chosen) & allowed)
                if (joined := self._joined(chosen, n, allowed))
            ]
            if not steps:
                break
            chosen, allowed = min(steps, key=lambda step: (self.space.day(step[0]), self.space.weight(step[0])))
        for n in sorted(bits_of(chosen), key=lambda n: (-self.space.risks[n], -n)):
            fewer = chosen & ~(1 << n)
            if self.space.lawful(fewer) and self.space.day(fewer) <= self.space.day(chosen):
                chosen = fewer
        return chosen
