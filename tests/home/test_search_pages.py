"""Search over everything published finds every page that has the words: recall 1.00 against reading each page."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.search.index import AutocompleteField, FilterField

from home.models import PublicPage
from home.search import finder, words
from portal.models import GuidePage

pytestmark = pytest.mark.usefixtures("pages")

HARD = """施工许可 规划许可证 仓储 备案 拿地即开工 即开工 拿地 验收即发证 标准地 开工直通车 容缺 告知承诺 一次性告知 帮代办
环评 环境影响 消防 消防设计 人防 防空地下室 证 水 建 图审 施工图 竣工联合验收 联合验收 不动产权证书 社会稳定 节能审查
１５个工作日 ０＋Ｎ 1+3+N 0+n 5G配套 C05 c05 普政办发 首席代办员 代办服务委托书 中止单 办结单 潍企通 12345
一件事联办 多测合一 招拍挂 土地出让 用地预审与选址意见书 海域 农民工工资 排污 特种设备 光纤到户 construction permit
Energy-conservation 中介 老旧小区 城市更新 医疗 教育""".replace("\n", " ").split()
HARD[HARD.index("construction") : HARD.index("construction") + 2] = ["construction permit"]


@pytest.fixture(scope="module")
def texts() -> dict[int, list[str]]:
    """{page: every text that the index may know, folded}; filled on first use inside a test."""
    return {}


def _read_all(texts: dict[int, list[str]]) -> dict[int, list[str]]:
    if not texts:
        for page in Page.objects.live().specific():
            if isinstance(page, PublicPage) and page.search_kind:
                values = (
                    field.get_value(page)
                    for field in page.get_search_fields()
                    if not isinstance(field, FilterField | AutocompleteField)
                )
                parts = [part for value in values for part in words.texts_in(value if value is not None else "")]
                texts[page.pk] = [f" {words.spaced(part)} " for part in parts]
    return texts


def _has(parts: list[str], query: str) -> bool:
    wanted = [f" {words.spaced(run)} " for run in words.runs(query)]
    return all(any(run in part for part in parts) for run in wanted)


@pytest.mark.parametrize("query", HARD)
def test_recall_is_complete(query: str, texts: dict[int, list[str]]) -> None:
    expected = {pk for pk, parts in _read_all(texts).items() if _has(parts, query)}
    found = {page.pk for page, _kind in finder.find(query).pages}
    assert expected, f"nothing published has {query!r}: the list is out of date"
    assert expected - found == set()


def test_the_list_is_long_and_hard() -> None:
    assert len(set(HARD)) >= 50


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("施工许可", "/guides/c05/"),
        ("建设工程规划许可证", "/guides/g04/"),
        ("备案", "/guides/l01/"),
        ("施工证", "/guides/c05/"),
        ("环评", "/guides/g01/"),
        ("房产证", "/guides/v14/"),
        ("construction permit", "/guides/c05/"),
        ("Ｃ０５", "/guides/c05/"),
    ],
)
def test_the_guide_comes_first(query: str, url: str) -> None:
    found = finder.find(query)
    first = [page.specific.url for page, _kind in found.pages[:3]]
    assert url in first


def test_guides_stand_before_policies_and_news_when_titles_match_alike() -> None:
    kinds = [kind for page, kind in finder.find("许可证").pages if "许可证" not in page.title]
    assert kinds == sorted(kinds, key=list(finder.KINDS).index)


def test_words_on_different_pages_are_offered_loosely() -> None:
    found = finder.find("海域 电梯间模型")
    assert found.loose
    assert any(page.specific.url == "/guides/x05/" for page, _kind in found.pages)


def test_drafts_and_restricted_pages_stay_unfound() -> None:
    page = GuidePage.objects.get(item__code="X05")
    assert page.pk in {found.pk for found, _kind in finder.find("海域").pages}
    page.unpublish()
    assert page.pk not in {found.pk for found, _kind in finder.find("海域").pages}


@pytest.mark.parametrize(
    "query",
    ['"', '""', "'", "\\", "%", "%s %(x)s", "NOT", "* OR 1=1", "施工\"许可", "{title}:施工", "NEAR(施 工)", "\x00施工", "🏗️", "-", "施"],
)  # fmt: skip
def test_no_input_is_an_error(client: Client, query: str) -> None:
    assert client.get("/search/", {"q": query}).status_code == 200


def test_a_megabyte_is_answered_like_a_line(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(40):
        response = client.get("/search/", {"q": "施工许可 " * 200_000, "page": "9" * 500, "kind": "\x00"})
    assert response.status_code == 200
    assert len(response.content) < 100_000


def test_results_can_be_narrowed_to_a_kind_and_are_marked(client: Client) -> None:
    html = client.get("/search/", {"q": "消防", "kind": "question"}).content.decode()
    assert "<mark>消防</mark>" in html
    assert "/guides/c02/" not in html
    assert "哪些工程要做" in html


def test_nothing_found_says_what_to_do(client: Client) -> None:
    html = client.get("/search/", {"q": "不存在的词语组合"}).content.decode()
    assert "换一个更短的词试试" in html
    assert "12345" in html


def test_a_query_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/search/", {"q": "消防"})
    with django_assert_max_num_queries(25):
        client.get("/search/", {"q": "许可"})
