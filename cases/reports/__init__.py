"""One module per report; REPORTS; the same object renders table, CSV, XLSX, chart and PDF.

A report says which question it answers, what it counts (``asks``: names, days, indicators, parts) and what it tells of the
count (``tell``: paragraphs and tables of typed cells). How the count is made is decided here and in ``actions.summaries``,
once for all of them: the cases of a place are read so many at a time, each part is tallied and let go (``tally``).
"""

from cases.queries import letters_reports, statistics, summaries
from cases.reports.base import Content, Report, Scope
from cases.reports.departments import Departments
from cases.reports.evaluations import Evaluations
from cases.reports.monthly import Monthly
from cases.reports.rollout import Rollout
from cases.reports.slow import Slow
from cases.reports.weekly import Weekly
from cases.reports.yearly import Yearly
from cases.tally import Tally, count

_every: tuple[Report, ...] = (Weekly(), Monthly(), Yearly(), Departments(), Slow(), Evaluations(), Rollout())
REPORTS: dict[str, Report] = {report.code: report for report in _every}
for _one in _every:
    letters_reports.name(_one.code, _one.title)


def part(report: Report, scope: Scope, after: int, size: int) -> tuple[Tally, int, int]:
    """What the report counts of the next cases: the tally, the last key and how many they were."""
    keys = summaries.after(scope.region, report.since(scope), after, size)
    if not keys:
        return Tally(), after, 0
    lines = statistics.part(keys, report.since(scope), scope.today)
    return count(lines, report.asks(scope), report.rows(lines, scope)), keys[-1], len(keys)


def nothing(report: Report, scope: Scope) -> Tally:
    """The count of no cases: every figure is there."""
    return count(statistics.part([], scope.today, scope.today), report.asks(scope)) if report.counted else Tally()


def tallied(report: Report, scope: Scope, size: int = statistics.PART) -> Tally:
    """Everything that the report counts, part by part."""
    found, last, rows = nothing(report, scope), 0, int(report.counted)
    while rows:
        some, last, rows = part(report, scope, last, size)
        found.add(some)
    return found


def read(report: Report, scope: Scope) -> Content:
    """The report as it stands now, in the active language."""
    return report.tell(tallied(report, scope), scope)
