"""What the chart leaves readable when dates lie far apart."""

import datetime as dt
import re

from home.templatetags.gantt import gantt_svg

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
