"""Search over everything published finds every page that has the words: recall 1.00 against reading each page."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page
from wagtail.search.index import AutocompleteField, FilterField
from wagtail.search.query import MATCH_ALL
from wagtail.search.utils import parse_query_string

from home.models import PublicPage, Synonyms
from home.search import finder, words
from portal.models import GuidePage, NoticePage

pytestmark = pytest.mark.usefixtures("pages")

HARD = """施工许可 规划许可证 仓储 备案 拿地即开工 即开工 拿地 验收即发证 标准地 开工直通车 容缺 告知承诺 一次性告知 帮代办
环评 环境影响 消防 消防设计 人防 防空地下室 证 水 建 图审 施工图 竣工联合验收 联合验收 不动产权证书 社会稳定 节能审查
１５个工作日 ０＋Ｎ 1+3+N 0+n 5G配套 C05 c05 普政办发 首席代办员 代办服务委托书 中止单 办结单 潍企通 12345
一件事联办 多测合一 招拍挂 土地出让 用地预审与选址意见书 海域 农民工工资 排污 特种设备 光纤到户 construction permit
Energy-conservation 中介 老旧小区 城市更新 医疗 教育 水保 防洪 可研 初步设计 供电
施工許可證 環境影響評價 規劃許可 驗收 竣工驗收备案 排水许可 开工 市政公用 统一社会信用代码 项目代码""".replace(
    "\n", " "
).split()
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
    assert len(set(HARD)) >= 70


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
        ("施工許可", "/guides/c05/"),
        ("sgxk", "/guides/c05/"),
        ("shigongxuke", "/guides/c05/"),
        ("hjyxpj", "/guides/g01/"),
    ],
)
def test_the_guide_comes_first(query: str, url: str) -> None:
    found = finder.find(query)
    first = [page.specific.url for page, _kind in found.pages[:3]]
    assert url in first


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("环评", "/guides/g01/"), ("水保", ""), ("水土保持", ""), ("hp", ""),
        ("能评", "/guides/l11/"), ("稳评", ""), ("排污证", ""), ("人防", ""), ("规划证", "/guides/g04/"), ("施工证", "/guides/c05/"),
        ("审图", ""), ("预售证", ""), ("备案", "/guides/l01/"), ("环境影响评价", "/guides/g01/"), ("施工许可", "/guides/c05/"),
    ],
)  # fmt: skip
def test_the_guide_stands_before_every_question_and_news_of_the_same_words(query: str, url: str) -> None:
    rows = finder.find(query).pages
    assert rows[0][1] == "guide", [page.title for page, _kind in rows[:5]]
    assert rows[0][0].url == url or not url, [page.title for page, _kind in rows[:5]]


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
    finder.find("施工")  # the dictionary is read once for every publication
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
    many = client.get("/search/", {"q": "施工许可"}).context["found"].pages
    few = client.get("/search/", {"q": "海域"}).context["found"].pages
    assert len(many) > 12 > len(few) >= 1
    assert {"policy", "question", "guide"} <= {kind for _page, kind in many[:20]}
    for query in ("施工许可", "海域"):
        with django_assert_max_num_queries(13):
            client.get("/search/", {"q": query})


def test_letters_find_at_least_what_the_words_find() -> None:
    letters, spoken = (finder.find(query) for query in ("jsgcghxkz", "建设工程规划许可证"))
    assert {page.pk for page, _kind in spoken.pages} <= {page.pk for page, _kind in letters.pages}
    assert spoken.pages


def test_editors_keep_the_synonyms_and_only_approved_ones_count(django_capture_on_commit_callbacks: Any) -> None:
    group = Synonyms.objects.create(words="开门红，施工许可证", live=False)
    assert finder.find("开门红").pages == []
    with pytest.raises(ValidationError, match="“施工许可证”"):
        group.clean()
    Synonyms.objects.exclude(pk=group.pk).filter(words__contains="施工许可证").delete()
    group.live = True
    with django_capture_on_commit_callbacks(execute=True):
        group.full_clean()
        group.save()
    assert finder.find("开门红").pages[0][0].url == "/guides/c05/"


@pytest.mark.parametrize("typed", ["施工证", "证，施工证", "，" * 3, "甲乙，" + "，".join(f"词{n}" for n in range(12))])
def test_a_group_has_two_words_or_more_and_none_of_a_single_character(typed: str) -> None:
    with pytest.raises(ValidationError):
        Synonyms(words=typed).full_clean()


@pytest.mark.req("W-066")
def test_what_editors_promote_stands_first_for_these_words_alone() -> None:
    news = NoticePage.objects.live().first()
    query = Query.get("施工许可")
    SearchPromotion.objects.create(query=query, page=news, sort_order=0)
    found = finder.find(" 施工许可 ")
    assert found.pages[0][0].pk == news.pk
    assert found.hits(found.pages[:2])[0].promoted
    assert not found.hits(found.pages[:2])[1].promoted
    assert finder.find("规划许可").pages[0][0].pk != news.pk
    news.specific.unpublish()
    assert finder.find("施工许可").pages[0][0].url == "/guides/c05/"


def test_results_are_narrowed_by_category_and_stage(client: Client) -> None:
    every, industrial, building, both = (
        {page.url for page, _kind in finder.find("许可", **narrowed).pages}
        for narrowed in ({}, {"category": "IND"}, {"stage": "S3"}, {"category": "OLD", "stage": "S3"})
    )
    assert "/guides/c05/" in industrial & building
    assert both < building < every
    assert industrial < every
    answer = client.get("/search/", {"q": "许可", "category": "OLD", "stage": "S3", "kind": "guide"}).content.decode()
    assert "category=OLD&amp;stage=S3&amp;kind=guide" in answer
    nothing = client.get("/search/", {"q": "示例", "category": "x", "stage": "<"})
    assert nothing.status_code == 200


def test_suggestions_come_while_one_types_and_ask_the_database_nothing(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/search/suggest/", {"q": "施"})
    for typed, first in (("施工许", "建筑工程施工许可"), ("sgxk", "建筑工程施工许可"), ("能评", "节能审查")):
        with django_assert_num_queries(0):
            found = client.get("/search/suggest/", {"q": typed}).json()["found"]
        assert first in found[0]["label"], (typed, found)
        assert len(found) <= 8
    english = client.get("/search/suggest/", {"q": "construction permit"}, headers={"accept-language": "en"})
    assert "onstruction" in english.json()["found"][0]["label"]
    for nothing in ("", "%%%", "\x00", "没有这个词"):
        assert client.get("/search/suggest/", {"q": nothing}).json() == {"found": []}


def test_the_checklist_of_an_item_is_offered_beside_its_guide_and_by_its_own_name(client: Client) -> None:
    found = client.get("/search/suggest/", {"q": "建筑工程施工许可"}).json()["found"]
    assert [one["url"] for one in found[:2]] == ["/guides/c05/", "/checklists/c05/"]
    assert found[1]["kind"] == "事项清单"
    assert "/checklists/c05/" in [
        one["url"] for one in client.get("/search/suggest/", {"q": "施工许可 清单"}).json()["found"]
    ]
    english = client.get("/search/suggest/", {"q": "checklist construction permit"}, headers={"accept-language": "en"})
    assert "/checklists/c05/" in [one["url"] for one in english.json()["found"]]
    only = client.get("/search/suggest/", {"q": "工业项目"}).json()["found"]  # control: other words, other checklists
    assert "/checklists/c05/" not in [one["url"] for one in only]


@pytest.mark.parametrize(("typed", "title"), [("施工许可", "施工许可"), ("通知公告", "通知公告"), ("标准地", "标准地")])
def test_the_search_box_of_the_editors_finds_pages_by_their_titles(typed: str, title: str) -> None:
    """Wagtail makes a query object of what is typed there before it asks the index to complete it."""
    _filters, query = parse_query_string(typed, operator="and", zero_terms=MATCH_ALL)
    found = [page.title for page in Page.objects.all().autocomplete(query)]
    assert any(title in one for one in found)
    assert len(found) < Page.objects.count() / 2
