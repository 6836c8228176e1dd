"""How a query is understood, before any database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.search.query import And, Not, Or, Phrase, PlainText

from home.search import finder, words
from home.search.dictionary import Dictionary, Spelled
from home.slugs import clean_slug

SHIPPED = Dictionary(spelled=(Spelled.of("建筑工程施工许可"), Spelled.of("建设工程规划许可证")))


def test_each_han_character_is_a_word_and_latin_words_stay_whole() -> None:
    assert words.spaced("施工许可（BIM模型）2026年") == "施 工 许 可 bim 模 型 2026 年"


def test_full_width_forms_and_signs_mean_the_same() -> None:
    assert words.tokens("“１＋３＋Ｎ”") == words.tokens("1+3+n") == ["1", "3", "n"]


def test_an_unbroken_run_is_one_phrase() -> None:
    query = words.build("规划许可证")
    assert isinstance(query, Phrase)
    assert query.query_string == "规 划 许 可 证"


def test_several_runs_are_all_wanted_and_loosened_only_on_request() -> None:
    assert isinstance(words.build("工业 备案"), And)
    assert isinstance(words.build("工业 备案", every=False), Or)


def test_a_word_inside_the_query_brings_its_synonyms() -> None:
    assert "环境影响评价审批" in SHIPPED.others("环评审批")


@pytest.mark.parametrize(
    ("letters", "meant"),
    [
        ("sgxk", {"施工许可"}), ("shigongxuke", {"施工许可"}), ("gcghxkz", {"工程规划许可证"}), ("hp", {"环评", "洪评", "航评"}),
        ("huanping", {"环评"}), ("sg", set()), ("sgxkx", set()), ("shigongxuk", set()), ("c05", set()), ("b" * 41, set()),
    ],
)  # fmt: skip
def test_letters_stand_for_words_by_initials_or_in_full(letters: str, meant: set[str]) -> None:
    assert set(SHIPPED.meant(letters)) == meant


def test_letters_bring_the_synonyms_of_what_they_mean() -> None:
    assert {"环评", "环境影响评价"} <= set(SHIPPED.others("hp"))


def test_traditional_characters_ask_the_same() -> None:
    assert words.runs("建築工程施工許可證 環評") == ["建筑工程施工许可证", "环评"]


@pytest.mark.parametrize("query", ["", "   ", '"', "'\"`", "\x00", "…—“”", "%%%", "()", " "])
def test_punctuation_alone_asks_for_nothing(query: str) -> None:
    assert words.build(query) is None


def test_the_admins_own_queries_are_translated_part_by_part() -> None:
    query = words.translate(And([PlainText("施工"), Not(Phrase('"消防"'))]))
    assert isinstance(query, And)
    assert query.subqueries[0].query_string == "施 工"
    assert query.subqueries[1].subquery.query_string == "消 防"


@given(st.text(max_size=300))
def test_no_text_breaks_the_words(text: str) -> None:
    words.build(text, SHIPPED)
    assert len(words.runs(text)) <= words.MAX_RUNS
    assert len(words.aligned(text)) == len(text)
    finder.mark(finder.excerpt(text, words.terms(text, SHIPPED)), words.terms(text, SHIPPED))


def test_marks_keep_the_readers_text_and_escape_it() -> None:
    assert finder.mark("<b>施工许可</b>", ["施工许可"]) == "&lt;b&gt;<mark>施工许可</mark>&lt;/b&gt;"
    assert finder.mark("ＢＩＭ模型…", ["bim"]) == "<mark>ＢＩＭ</mark>模型…"


def test_the_excerpt_is_cut_around_the_hit() -> None:
    text = "前" * 200 + "施工许可" + "后" * 200
    found = finder.excerpt(text, ["施工许可"])
    assert "施工许可" in found
    assert found.startswith("…")
    assert found.endswith("…")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("施工许可怎么办", "shi-gong-xu-ke-zen-me-ban"),
        ("2026年公告", "2026-nian-gong-gao"),
        ("BIM 应用", "bim-ying-yong"),
        ("？！", "page"),
        ("C05", "c05"),
    ],
)
def test_addresses_are_pinyin_and_never_empty(title: str, slug: str) -> None:
    assert clean_slug(title) == slug


def test_long_addresses_end_with_a_whole_syllable() -> None:
    slug = clean_slug("关于推行重大重点项目审批服务帮代办模式的实施方案" * 5)
    assert len(slug) <= 60
    assert not slug.endswith("-")
