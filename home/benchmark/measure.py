"""Pages of the running server, measured in turns with its bare view."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.management.base import CommandError
from django.urls import reverse

from cases.models import Case
from home.benchmark import boards, people, visitors, years
from home.benchmark.client import Pair, Reader, compare
from home.benchmark.figures import Figure, Target, asked, same_queries
from home.benchmark.server import HOST, Running

BARE, ANEW = "/bare/", "/anew/"
ROW = 'class="row-link'  # the link of each row of a work list
LIST, CASE_PAGE = Target(ratio=60, queries=15), Target(ratio=60, queries=25)
BOARD, DAY = Target(ratio=150, queries=25), Target(ratio=60)
UNLIMITED = Target()


@dataclass(frozen=True)
class PageFigure:
    """A page that is measured, by whom it is read, and what it must keep to."""

    name: str
    path: str
    reader: str
    target: Target = UNLIMITED
    before: str = ""  # asked each time before it, not timed


def pages(large: Case, usual: Case, own: Case) -> list[PageFigure]:
    """The pages in the order of the table. ``large`` has 60 items, ``usual`` eight; ``own`` is the enterprise's."""
    work, mine = reverse("office:cases"), reverse("my:home")
    case, big = reverse("office:case", args=[usual.uuid]), reverse("office:case", args=[large.uuid])
    return [
        PageFigure("Work list, 25 rows, service agent", work, "agent", LIST),
        PageFigure("Work list, 25 rows, manager of the whole city", work, "manager", LIST),
        PageFigure("Work list, 25 rows, agent of a unit", work, "unit_agent", LIST),
        PageFigure("Work list, found by a word of the project", f"{work}?q=00", "manager", Target(queries=15)),
        PageFigure("My day, kept", reverse("office:home"), "agent", DAY),
        PageFigure("My day, made anew", reverse("office:home"), "agent", DAY, ANEW),
        *(PageFigure(f"Dashboard, {role.value}", boards.path(role), role.value, BOARD) for role in boards.POSTS),
        PageFigure("Dashboard: wall screen, manager of the whole city", reverse("office:wall"), "manager", BOARD),
        *(PageFigure(name, path, "manager", years.OPENED) for name, path in years.addresses()),
        PageFigure("Case page, 8 items", case, "agent", CASE_PAGE),
        PageFigure("Case page, its items", f"{case}items/", "agent", CASE_PAGE),
        PageFigure("Case page, 60 items", big, "agent", CASE_PAGE),
        PageFigure("Case page, its roadmap of 60 items", f"{big}roadmap/", "agent", Target(queries=25)),
        PageFigure("Enterprise: my cases", mine, "owner", LIST),
        PageFigure("Enterprise: case page", reverse("my:case", args=[own.uuid]), "owner", CASE_PAGE),
        *(PageFigure(name, path, "visitor", target) for name, path, target in visitors.figures()),
    ]


class Pages:
    """Everything that goes through the server."""

    def __init__(self, running: Running, readers: people.Readers) -> None:
        self.running = running
        names = ("agent", "manager", "unit_agent", "owner")
        self.sessions = {"visitor": ""} | {name: people.session(getattr(readers, name)) for name in names}
        self.sessions |= {role.value: people.session(user) for role, user in readers.others.items()}

    def reader(self, name: str) -> Reader:
        return Reader(HOST, self.running.port, self.sessions[name])

    def measure(self, wanted: PageFigure) -> tuple[Figure, Pair]:
        """One page in turns with the bare view."""
        reader = self.reader(wanted.reader)
        pair = compare(reader, wanted.path, BARE, wanted.before)
        queries = reader.queries(wanted.path, wanted.before)
        return Figure(wanted.name, pair.page, pair.ratio, queries, pair.undisturbed, wanted.target), pair

    def figures(self, only: str = "") -> Iterator[Figure]:
        """All pages (or those that ``only`` asks for), the bare view last, and the proof that rows cost no queries."""
        underway = Case.objects.filter(status="underway", handling_unit__code=f"{people.COUNTY}-agency").order_by("pk")
        own = Case.objects.filter(enterprise__memberships__role="owner", status="underway").order_by("pk")
        bares = []
        listed = pages(underway[0], underway[1], own[2])
        chosen = [page for page in listed if asked(page.name, only)]
        if not chosen:
            raise CommandError(f"No page has these words in its name: {only}")
        for wanted in chosen:
            figure, pair = self.measure(wanted)
            bares.append(pair.bare)
            yield figure
        work, reader = reverse("office:cases"), self.reader("manager")
        reader.warm(f"{work}?q=-")  # a search that finds nothing: neither of the two lists has been counted before
        one, many = f"{work}?q={underway[0].number}", f"{work}?q=SL-0"
        yield same_queries(
            "Work list: queries for 1 and for 25 rows",
            reader.queries(one),
            reader.queries(many),
            (reader.count(one, ROW), reader.count(many, ROW)),
        )
        yield Figure("Bare view of 1 KB", statistics.median(bares), queries=self.reader("agent").queries(BARE))
        yield memory(self.running)


def memory(running: Running) -> Figure:
    """Resident memory of granian and its workers after everything above."""
    sizes = [f"{size / 1024 / 1024:.0f}" for size in running.resident()]
    return Figure("Memory: main process and workers", note=f"{' + '.join(sizes)} MB" if sizes else "not known here")
