"""A finished page in English with its Chinese words marked: exactly those, wherever they stand."""

import pytest

from home.languages import mark

ZH = ' lang="zh-Hans"'


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Waiting for 陈帮办（示例） today</p>", f"<p>Waiting for <span{ZH}>陈帮办（示例）</span> today</p>"),
        ("<h1>示例产业园 2 期</h1>", f"<h1{ZH}>示例产业园 2 期</h1>"),
        ('<h1 class="a">示例</h1>', f'<h1{ZH} class="a">示例</h1>'),
        (
            '<p>示例<b lang="zh-Hans">中文</b> a</p>',
            f'<p><span{ZH}>示例</span><b lang="zh-Hans">中文</b> a</p>',
        ),
        ('<option value="1">L01 立项</option>', f'<option{ZH} value="1">L01 立项</option>'),
        ("<svg><text>L01 立项</text></svg>", f"<svg><text{ZH}>L01 立项</text></svg>"),
        ("<li><img alt='中文>'>中文</li>", f"<li><img alt='中文>'><span{ZH}>中文</span></li>"),
        ("一段<br>二段", f"<span{ZH}>一段</span><br><span{ZH}>二段</span>"),
    ],
)
def test_chinese_words_are_marked(html: str, marked: str) -> None:
    assert mark(html) == marked
    assert mark(marked) == marked  # twice is once


@pytest.mark.parametrize(
    "html",
    [
        "<p>Nothing here, “quoted” … only</p>",
        '<div lang="zh-Hans"><p>中文<br>中文</p></div>',
        '<script>if (a<b) say("中文")</script><style>a::after { content: "中文" }</style>',
        "<!-- 中文 -->",
        "a < 中文",
    ],
)
def test_control_everything_else_stays_as_it_is(html: str) -> None:
    assert mark(html) == html
