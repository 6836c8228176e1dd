"""What the chart leaves readable when dates lie far apart."""

import datetime as dt
import re

from cases.worktime import Pause
from home.charts.gantt import gantt_svg

TODAY = dt.date(2026, 11, 23)
ROW = {"code": "L01", "label": "备案", "start": TODAY, "end": dt.date(2027, 1, 8)}
BEFORE = {"code": "M03", "label": "测绘", "start": dt.date(2026, 1, 15), "end": dt.date(2026, 1, 15), "done": True}


def test_what_was_done_before_the_plan_does_not_stretch_the_chart() -> None:
    html = str(gantt_svg([ROW, BEFORE | {"before": True}], TODAY, "zh-hans"))
    assert "3月" not in html
    assert "✓ 2026-01-15" in html
    assert "3月" in str(gantt_svg([ROW, BEFORE], TODAY, "zh-hans")), "without the mark it is drawn at its date"


def test_a_month_with_its_year_has_room() -> None:
    html = str(gantt_svg([ROW, BEFORE], TODAY, "zh-hans"))
    named = [(float(x), word) for x, word in re.findall(r'class="gh" x="([\d.]+)"[^>]*>([^<]+)<', html)]
    with_year = [at for at, (_x, word) in enumerate(named) if "年" in word]
    assert with_year
    assert all(named[at + 1][0] - named[at][0] > 64 for at in with_year if at + 1 < len(named))


# ---- marks


FULL = ROW | {
    "lamp": "red", "critical": True, "baseline_start": dt.date(2026, 11, 20), "baseline_end": dt.date(2026, 12, 20),
    "actual_start": dt.date(2026, 11, 23), "now_start": TODAY, "now_end": dt.date(2027, 1, 15),
    "pauses": (Pause(dt.date(2026, 11, 23), None, "correction"),),
}  # fmt: skip


def drawn(rows: list[dict[str, object]], today: dt.date | None = TODAY) -> str:
    return str(gantt_svg(rows, today, "en"))


def test_every_mark_has_a_form_of_its_own() -> None:
    html = drawn([FULL])
    for mark in (
        'class="gb"',
        'class="gx"',
        'class="ga"',
        'class="gn"',
        'class="gz" stroke="url(#g-h)"',
        'href="#g-late"',
        "▲ L01",
    ):
        assert mark in html
    plain = drawn([ROW])
    for mark in ('class="gx"', 'class="ga"', 'class="gn"', 'class="gz"', 'href="#g-late"', "▲"):
        assert mark not in plain, "the control"


def test_what_is_said_matches_what_is_drawn() -> None:
    assert (
        "L01 备案, 2026-11-23 – 2027-01-08, critical path, overdue, earlier plan until 2026-12-20,"
        " as things stand until 2027-01-15, paused 1×" in drawn([FULL])
    )


def test_what_is_still_going_on_is_drawn_until_today() -> None:
    one = re.search(r'id="g-a" d="M[\d.]+ \d+h([\d.]+)', drawn([FULL]))
    later = re.search(r'id="g-a" d="M[\d.]+ \d+h([\d.]+)', drawn([FULL], TODAY + dt.timedelta(days=10)))
    assert one
    assert later
    assert float(later[1]) > 5 * float(one[1])


def test_the_critical_path_is_a_chain_from_bar_to_bar() -> None:
    first = ROW | {"critical": True}
    second = ROW | {
        "code": "L09",
        "start": ROW["end"],
        "end": dt.date(2027, 1, 20),
        "critical": True,
        "bound_by": "L01",
    }
    assert 'class="gc"' in drawn([first, second])
    assert 'class="gc"' not in drawn([first, second | {"critical": False}])
    assert 'class="gc"' not in drawn([first, second | {"bound_by": ""}])


def test_a_milestone_is_a_diamond_where_it_was_a_hollow_one() -> None:
    html = drawn([{"label": "Start", "milestone": True, "end": TODAY, "baseline_end": dt.date(2026, 11, 9)}, ROW])
    assert html.count('class="gd"') == 1
    assert html.count('class="gxd"') == 1
    assert "Start, 2026-11-23, earlier plan until 2026-11-09" in html
    assert "no date yet" in drawn([{"label": "Start", "milestone": True}, ROW])


def test_today_far_away_is_an_arrow_at_the_edge() -> None:
    near, far = drawn([ROW], TODAY + dt.timedelta(days=60)), drawn([ROW], TODAY + dt.timedelta(days=400))
    assert 'class="gt"' in near
    assert 'class="gt"' not in far
    assert 'class="gta"' in far
    assert ">Today</text>" in far


def test_75_rows_with_every_mark_stay_under_40_kb() -> None:
    day = dt.timedelta(days=5)
    rows = [
        FULL | {"code": f"C{n:02}", "label": "建设用地（含临时用地）规划许可证核发", "group": f"阶段{n // 15}",
                "start": TODAY + n * day, "end": TODAY + (n + 1) * day, "bound_by": f"C{n - 1:02}"}
        for n in range(75)
    ]  # fmt: skip
    size = len(gantt_svg(rows, TODAY, "zh-hans").encode())
    assert size < 40_000
    assert size > 20_000, "the control: there is something on it"


def test_the_day_of_a_milestone_stands_clear_of_its_diamond_as_things_stand() -> None:
    later = dt.date(2026, 12, 2)
    html = drawn([{"label": "Start", "milestone": True, "end": TODAY, "now_end": later}, ROW])
    (at,) = re.findall(r'<text class="gm" x="([\d.]+)" y="\d+">2026-11-23 → 2026-12-02<', html)
    (hollow,) = re.findall(r'<path class="gn" d="M([\d.]+) ', html)
    assert float(at) > float(hollow) + 7
    assert "→" not in drawn([{"label": "Start", "milestone": True, "end": TODAY}, ROW])
