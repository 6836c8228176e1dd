"""The look: what is drawn is escaped, readable, small, and says in words what it says in colour."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from cases.daywords import date_words
from home import words
from home.templatetags.gantt import gantt_svg

CSS = Path(settings.BASE_DIR) / "static" / "css"
NASTY = '"><script>alert(1)</script>'


def draw(source: str, **context: object) -> str:
    return Template("{% load look gantt i18n %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("number", "html"),
    [
        ("0536-5221234", '<a href="tel:05365221234">0536-5221234</a>'),
        ("12345", '<a href="tel:12345">12345</a>'),
        ("+86 536 522 1234 转 8", '<a href="tel:+865365221234">+86 536 522 1234</a> 转 8'),
        ("–", "–"),
        ("", ""),
        (NASTY, "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
def test_a_telephone_number_is_dialled_and_the_words_around_it_stay_words(number: str, html: str) -> None:
    assert draw("{% load machines %}{{ number|dial }}", number=number) == html


class Lost(forms.Form):
    """A form of which a program or an old page broke the parts that nobody sees."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sending = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])


def test_a_broken_hidden_field_and_an_unknown_option_are_told_in_words_for_people() -> None:
    form = Lost({"version": "x", "sending": "y", "kind": "zzz"})
    form.fields["kind"].label = "类别"
    with translation.override("zh-hans"):
        said = draw("{% error_summary form %}", form=form)
    assert said.count("<li>") == 2, "what is lost is told once"
    assert "这份表单中有内容丢失" in said
    assert "“zzz”不在可选范围内，请重新选择。" in said
    for odd in ("version", "sending", "UUID", "选择一个有效的选项"):
        assert odd.lower() not in said.lower()


def test_the_words_of_django_that_are_wrong_are_said_in_ours() -> None:
    with translation.override("zh-hans"), pytest.raises(forms.ValidationError) as caught:
        forms.CharField().clean("a\x00b")
    assert caught.value.messages == ["内容中有无法识别的字符，请删除后重新输入。"]


def tokens(selector: str) -> dict[str, str]:
    """The colours that a block of tokens.css sets; the first block with this selector."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    body = text.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


THEMES = {
    "light": "\n  :root",
    "dark": '\n  :root[data-theme="dark"]',
    "high": '\n  :root[data-contrast="high"]',
    "high dark": '\n  :root[data-contrast="high"][data-theme="dark"]',
}
LAMPS = ("good", "due", "late", "halted", "done", "seal", "act")


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_every_ground_it_stands_on(theme: str) -> None:
    colours = tokens(THEMES[theme])
    grounds = ("paper", "wash", "act-wash", "due-wash", "good-wash", "late-wash")
    pairs = [(text, ground) for text in ("ink", "ink-2", "act", "act-strong") for ground in ("paper", "wash")]
    pairs += [("ink", ground) for ground in grounds] + [("ink-2", ground) for ground in grounds]
    pairs += [("ink-3", "paper"), ("ink-3", "wash")]
    pairs += [(lamp, f"{lamp}-wash") for lamp in LAMPS] + [(lamp, "paper") for lamp in LAMPS]
    pairs += [("on-act", "act"), ("on-act", "act-strong"), ("on-late", "late"), ("on-late", "seal")]
    weak = [(pair, contrast(colours[pair[0]], colours[pair[1]])) for pair in pairs]
    assert [item for item in weak if item[1] < 4.5] == []


def test_contrast_arithmetic_knows_weak_from_strong() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#9aa5b1", "#ffffff") < 4.5


def test_dark_by_system_and_dark_by_choice_are_the_same_colours() -> None:
    assert tokens('\n    :root:not([data-theme="light"])') == tokens('\n  :root[data-theme="dark"]')


def test_stylesheets_stay_under_60_kb_and_take_colours_only_from_tokens() -> None:
    sizes = {path.stem: path.stat().st_size for path in CSS.glob("*.css")}
    shared = sum(sizes.pop(name) for name in ("tokens", "base", "components", "portal", "print"))
    assert all(shared + own < 60_000 for own in (*sizes.values(), sizes["office"] + sizes["desk"]))
    for path in CSS.glob("*.css"):
        if path.name not in ("tokens.css", "print.css"):
            assert re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)", path.read_text(encoding="utf-8")) == [], path.name


def test_no_template_has_inline_style_or_script() -> None:
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=\"|<script(?![^>]*src=)", text), path


@pytest.mark.parametrize(
    "source",
    [
        "{% badge nasty %}",
        "{% lamp 'red' nasty %}",
        "{% timeline events %}",
        "{% steps names 2 %}",
        "{% summary_list rows %}",
        "{% empty_state nasty nasty nasty nasty %}",
        "{% icon 'check' 20 nasty %}",
        "{% file_list files %}",
        "{% tabs events %}",
        "{% card nasty nasty %}{{ nasty }}{% endcard %}",
        "{% callout 'due' nasty %}{{ nasty }}{% endcallout %}",
        "{% gantt bars %}",
    ],
)
def test_whatever_people_typed_is_escaped(source: str) -> None:
    event = {"what": NASTY, "who": NASTY, "text": NASTY, "url": NASTY, "label": NASTY, "name": NASTY, "size": 1}
    day = dt.date(2026, 11, 23)
    bars = [{"code": NASTY, "label": NASTY, "group": NASTY, "start": day, "end": day}, {"label": "x", "waiting": NASTY}]
    html = draw(source, nasty=NASTY, events=[event], files=[event], names=[NASTY] * 3, rows=[(NASTY,) * 3], bars=bars)
    assert "<script" not in html
    assert "script&gt;" in html


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the licence")
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    at = forms.SplitDateTimeField(label="At", required=False)
    agree = forms.BooleanField(label="I agree")


def test_a_field_names_its_hint_and_its_error_to_the_widget() -> None:
    html = draw("{% field form.name %}", form=Sample({"name": ""}))
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("id_name_error") < html.index("<input")


def test_a_group_of_choices_is_a_fieldset_and_each_choice_has_its_label() -> None:
    html = draw("{% field form.way %}", form=Sample({}))
    assert html.count("<fieldset") == 1
    assert 'for="id_way_0"' in html
    assert 'aria-describedby=" id_way_error"' in html


def test_a_field_of_two_parts_labels_both() -> None:
    with translation.override("en"):
        html = draw("{% field form.at %}", form=Sample())
    assert "<span>Date</span><input" in html
    assert "<span>Time</span><input" in html


def test_the_summary_of_errors_takes_the_focus_and_links_to_each_field() -> None:
    html = draw("{% error_summary form %}", form=Sample({}))
    assert 'tabindex="-1" autofocus' in html
    assert [f'href="#{anchor}"' in html for anchor in ("id_name", "id_way_0", "id_agree")] == [True] * 3


def test_nothing_is_summed_up_when_nothing_is_wrong_or_nothing_was_sent() -> None:
    assert "error-summary" not in draw("{% error_summary form %}", form=Sample())
    assert "error-summary" not in draw(
        "{% error_summary form %}", form=Sample({"name": "x", "way": "a", "agree": "on"})
    )


@pytest.mark.parametrize(
    ("lang", "yuan", "said"),
    [
        ("zh-hans", 120_000_000, "1.2 亿元"),
        ("zh-hans", 3_500_000, "350 万元"),
        ("zh-hans", 800, "800 元"),
        ("en", 120_000_000, "CNY 120 million"),
        ("en", 800, "CNY 800"),
    ],
)
def test_an_amount_is_said_with_its_unit(lang: str, yuan: int, said: str) -> None:
    with translation.override(lang):
        assert f">{said}</data>" in draw("{% money yuan %}", yuan=yuan)


def test_ten_thousand_yuan_are_ten_thousand_yuan() -> None:
    with translation.override("zh-hans"):
        assert ">1.2 亿元<" in draw("{% money 12000 'wan' %}")


def test_a_date_is_said_with_its_weekday() -> None:
    day = dt.date(2026, 12, 14)
    with translation.override("zh-hans"):
        assert draw("{% cdate d %}", d=day) == '<time datetime="2026-12-14">2026年12月14日（星期一）</time>'
    with translation.override("en"):
        assert date_words(day) == "Mon 14 December 2026"


def test_what_is_owed_and_far_away_waits_with_a_clock_and_is_not_ticked_off() -> None:
    far, near = (draw("{% owed_lamp colour 'Missing' %}", colour=colour) for colour in ("green", "yellow"))
    there = draw("{% lamp 'green' 'Nothing is missing' %}")  # control: what is there is ticked
    assert (far.count("Missing"), "tone-good" in far, "tone-good" in there) == (1, False, True)
    assert near == draw("{% lamp 'yellow' 'Missing' %}")


def test_a_lamp_says_its_colour_in_a_word_and_an_icon() -> None:
    with translation.override("en"):
        html = draw("{% lamp 'red' %}")
    assert "Overdue" in html
    assert "<svg" in html


@pytest.mark.parametrize(
    ("days", "said"), [(5, "5 working days left"), (0, "Due today"), (-1, "1 working day overdue")]
)
def test_working_days_are_a_sentence(days: int, said: str) -> None:
    with translation.override("en"):
        assert said in draw("{% workdays_left n %}", n=days)


def roadmap(count: int) -> list[dict[str, object]]:
    start = dt.date(2026, 3, 2)
    return [
        {
            "code": f"C{number:02}",
            "label": "建设用地（含临时用地）规划许可证核发",
            "group": f"阶段{number // 15}",
            "start": start + dt.timedelta(days=number * 6),
            "end": start + dt.timedelta(days=number * 6 + 20),
            "baseline_start": start,
            "baseline_end": start + dt.timedelta(days=9),
            "critical": number % 4 == 0,
            "done": number < 20,
            "lamp": "yellow",
        }
        for number in range(count)
    ]


def test_a_roadmap_of_75_items_is_under_40_kb() -> None:
    assert len(gantt_svg(roadmap(75), dt.date(2026, 8, 3), "zh-hans").encode()) < 40_000


def test_every_bar_is_reached_by_keyboard_and_says_what_it_is() -> None:
    html = gantt_svg(roadmap(6), dt.date(2026, 8, 3), "en")
    assert html.count('<g tabindex="0"') == 6
    assert "C00 建设用地（含临时用地）规划许可证核发, 2026-03-02 – 2026-03-22, critical path, finished" in html
    assert html.count("▲") == 2
    assert ">Today</text>" in html
    assert "style=" not in html


def test_an_item_without_dates_waits_in_words() -> None:
    html = gantt_svg([{"code": "A1", "label": "x"}], dt.date(2026, 8, 3), "en")
    assert "waiting, no dates yet" in html
    assert 'class="gw"' in html


def test_no_items_no_picture() -> None:
    assert gantt_svg([], dt.date(2026, 8, 3)) == ""


def test_days_among_facts_are_written_like_days_elsewhere() -> None:
    html = draw("{% summary_list rows %}", rows=[("Found", dt.date(2026, 11, 25)), ("Number", 3), ("None", "")])
    assert '<time datetime="2026-11-25">' in html
    assert "Nov." not in html
    assert "<dd>3</dd>" in html


@pytest.mark.parametrize(
    ("size", "said"),
    [(None, "–"), (0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (1024**2, "1.0 MB"), (1024**3 - 1024**2, "1023.0 MB"), (1024**3, "1.0 GB")],
)  # fmt: skip
def test_a_size_is_told_in_the_unit_that_reads_best(size: int | None, said: str) -> None:
    with translation.override("en"):
        assert words.filesize(size) == said
