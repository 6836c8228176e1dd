"""Everyday words and whole questions find the page that answers them, exactly or as what comes nearest (W-066, W-067)."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from home.models import MissedSearch, Synonyms
from home.search import dictionary, finder, nearest, parts, synonyms
from home.search.dictionary import Dictionary, Spelled
from portal import asking

# What people type, and the page that must be found; those of FIRST come first.
FIRST = {
    "竣工备案": "/guides/v08/", "消防备案": "/guides/v04/", "消防備案": "/guides/v04/", "消防验收": "/guides/v03/",
    "压矿": "/guides/x01/", "航评": "/guides/x06/", "安评": "/guides/g14/", "旧改": "/categories/laojiuxiaoqu/",
    "砍树": "/guides/g12/", "挖路": "/guides/c07/", "占道": "/guides/c07/", "卖房": "/guides/c11/",
    "代办费": "/ask/bang-dai-ban-fu-wu-shou-fei-ma/", "涉河": "/guides/g09/", "职评": "/guides/g16/", "地灾": "/guides/m04/",
    "社稳": "/guides/l05/", "稳评": "/guides/l05/", "立项": "/guides/l01/", "注册公司": "/guides/e01/", "征地": "/guides/l07/",
    "接电": "/guides/u03/", "自来水": "/guides/u01/", "电梯": "/guides/v13/", "国安": "/guides/g11/", "选址": "/guides/l06/",
    "sg xk": "/guides/c05/", "shigongxk": "/guides/c05/", "施工xk": "/guides/c05/", "SGXK": "/guides/c05/",
    "企业投资项目核准": "/guides/l02/", "政府投资项目可行性研究报告审批": "/guides/l04/", "人防验收": "/guides/v05/",
    "施工许可证需要多少天": "/guides/c05/", "怎么办施工许可": "/guides/c05/", "申请施工许可要交什么材料": "/guides/c05/",
    "施工許可證要多久": "/guides/c05/", "消防验收多少钱": "/guides/v03/", "环平": "/guides/g01/", "施工许克": "/guides/c05/",
    "how to get a construction permit": "/guides/c05/",
}  # fmt: skip
AMONG = {
    "bdc": "/guides/v14/", "不动产": "/guides/v14/", "竣工 备案": "/guides/v08/", "几天": "/ask/shi-gong-tu-shen-cha-yao-duo-jiu/",
    "立项": "/guides/l04/", "房子盖好了什么时候能拿房产证": "/guides/v14/", "海域 电梯间模型": "/guides/x05/",
}  # fmt: skip
VIEWS = {"奖励": "portal:benefits", "办事大厅地址": "portal:duties"}

# What people ask, and what must be among the three answers; with True it must be the first.
QUESTIONS = (
    ("消防备案怎么办", "/guides/v04/", True),
    ("房子盖好了什么时候能拿房产证", "/guides/v14/", True),
    ("施工许可证需要多少天才能拿到", "/guides/c05/", True),
    ("代办要不要收钱", "shou-fei-ma", True),
    ("我想问一下帮代办要不要收钱", "shou-fei-ma", True),
    ("怎么办施工许可", "/guides/c05/", True),
    ("没有项目代码可以先申请吗？", "xiang-mu-dai-ma", True),
    ("环评什么时候做，要在立项之前吗", "huan-ping", True),
    ("注册公司要几天", "zhu-ce", False),
    ("我想开个公司怎么弄", "/guides/e01/", True),
    ("材料不全能不能先受理", "rong-que", True),
    ("拿地以后多久能开工", "na-di-ji-kai-gong", True),
    ("挖路要找谁批", "/guides/c07/", True),
    ("施工要砍树怎么办", "/guides/g12/", True),
    ("压矿要怎么查", "/guides/x01/", True),
    ("农民工工资保证金能不能用保函", "bao-zheng-jin", False),
    ("我对审批结果不服怎么投诉", "bu-fu", True),
    ("办到哪一步了在哪里看", "dao-na-yi-bu", True),
    ("证照办好了怎么给我", "zheng-zhao", True),
    ("卖房要什么证", "/guides/c11/", True),
    ("接电要找谁", "/guides/u03/", True),
    ("房产证要收多少钱", "fang-chan-deng-ji", True),
    ("水保方案谁来编", "/guides/m02/", False),
    ("图审要多少天", "shi-gong-tu", True),
    ("竣工备案需要什么材料", "/guides/v08/", True),
    ("联合验收是什么意思", "lian-he-yan-shou", False),
    ("项目备案和核准有什么区别", "bei-an-he-zhun", True),
    ("装电梯要办什么手续", "/guides/v13/", True),
    ("渣土怎么处理", "/guides/c06/", True),
    ("排污许可什么时候办", "pai-wu", True),
    ("申请被退回来了怎么办", "tui-hui", True),
    ("基坑能不能先挖", "ji-keng", True),
    ("立项要多久", "/guides/l01/", False),
    ("小工程要不要办施工许可证", "duo-xiao", False),
    ("酒店开业前消防检查怎么办", "/guides/v15/", True),
    ("安评找哪个部门", "/guides/g14/", True),
    ("how long does the construction permit take", "/guides/c05/", False),
    ("does the service cost anything", "shou-fei-ma", True),
)


@pytest.fixture(autouse=True)
def _published(pages: None) -> None:
    cache.clear()


def _addresses(found: finder.Found) -> list[str]:
    return [dictionary.current().by_pk[page.pk].url for page, _kind in found.pages]


@pytest.mark.parametrize(("query", "url"), FIRST.items())
def test_everyday_words_find_their_page_first(query: str, url: str) -> None:
    assert _addresses(finder.find(query))[:1] == [url]


@pytest.mark.parametrize(("query", "url"), AMONG.items())
def test_everyday_words_find_their_page(query: str, url: str) -> None:
    assert url in _addresses(finder.find(query))


@pytest.mark.parametrize(("query", "view"), VIEWS.items())
def test_everyday_words_find_their_service(query: str, view: str) -> None:
    assert view in [place.view for place in finder.find(query).places]


def test_the_four_ways_of_a_projects_beginning_lead_in_their_order() -> None:
    assert _addresses(finder.find("立项"))[:4] == [f"/guides/l0{n}/" for n in (1, 2, 3, 4)]


@pytest.mark.req("W-067")
@pytest.mark.parametrize(("question", "wanted", "first"), QUESTIONS)
def test_the_answer_is_among_the_three_and_mostly_first(question: str, wanted: str, first: bool) -> None:
    offered = [hit.page.url for hit in asking.best(question)]
    assert any(wanted in url for url in offered[: 1 if first else 3]), offered


def test_the_list_of_questions_is_long_and_mostly_answered_first() -> None:
    assert len(QUESTIONS) >= 25
    assert sum(first for _question, _wanted, first in QUESTIONS) >= 0.75 * len(QUESTIONS)


def _answered() -> int:
    near = [(nearest.nearest(question), wanted) for question, wanted, _first in QUESTIONS]
    urls = {pk: entry.url for pk, entry in dictionary.current().by_pk.items()}
    return sum(any(wanted in urls[one.pk] for one in rows) for rows, wanted in near)


def test_control_without_synonyms_many_questions_stay_unanswered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _answered() == len(QUESTIONS)
    known = dictionary.current()
    monkeypatch.setattr(dictionary, "current", lambda: Dictionary((), known.entries, known.spelled))
    assert _answered() < len(QUESTIONS) - 5


def test_control_fillers_would_weigh_more_than_the_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [nearest.nearest(question, 1) for question, _wanted, _first in QUESTIONS]
    monkeypatch.setattr(parts, "FILLER", 5.0)
    after = [nearest.nearest(question, 1) for question, _wanted, _first in QUESTIONS]
    assert sum(old[0].pk != new[0].pk for old, new in zip(before, after, strict=True)) >= 3


@pytest.mark.parametrize("query", ["xyzzy plugh", "你好在吗", "不存在的词语组合", "没有这个词", "？！", ""])
def test_nothing_near_is_nothing(query: str) -> None:
    found = finder.find(query)
    assert (found.pages, found.meant, nearest.nearest(query)) == ([], (), [])


def test_what_comes_nearest_is_said_to_be_no_exact_hit_and_counted_as_missed(client: Client) -> None:
    page = client.get("/search/", {"q": "施工许可证需要多少天"}).content.decode()
    assert "没有完全匹配的内容，以下内容最接近" in page
    assert "您是不是要找" in page
    assert "/ask-online/?q=%E6%96%BD%E5%B7%A5" in page
    assert MissedSearch.objects.filter(words="施工许可证需要多少天").exists()
    exact = client.get("/search/", {"q": "施工许可证"}).content.decode()  # control
    assert "以下内容最接近" not in exact
    assert "您是不是要找" not in exact
    assert not MissedSearch.objects.filter(words="施工许可证").exists()
    english = client.get("/search/", {"q": "permit for xyzzy"}, headers={"accept-language": "en"}).content.decode()
    assert "Nothing matches exactly; these come nearest" in english


def test_pages_with_all_parts_stand_before_those_with_some() -> None:
    known = dictionary.current()
    found = finder.find("工资保证金的专户怎么开")
    asked = parts.of("工资保证金的专户怎么开", known)
    assert found.loose
    assert _addresses(found)[0] == "/guides/c10/"
    near = nearest.nearest("工资保证金的专户怎么开", finder.MOST_NEAR, finder.KINDS)
    assert [part.said[0] for part in asked.subject] == ["工资保证金", "专户"]
    assert near[0].whole
    assert not all(one.whole for one in near) or len(near) == 1


def test_words_that_sound_alike_are_offered(client: Client) -> None:
    assert finder.find("环平").meant == ("环评",)
    assert 'href="?q=%E7%8E%AF%E8%AF%84"' in client.get("/search/", {"q": "环平怎么办"}).content.decode()
    assert finder.find("环评").meant == ()


def test_what_comes_nearest_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for query in ("施工许可证需要多少天", "房子盖好了什么时候能拿房产证", "construction permits fee", "shigongxk"):
        client.get("/search/", {"q": query})
        with django_assert_max_num_queries(18):
            client.get("/search/", {"q": query})


def test_letters_mixed_with_characters_are_suggested_while_typing(client: Client) -> None:
    for typed in ("施工xk", "shigongxk", "sg xk"):
        found = client.get("/search/suggest/", {"q": typed}).json()["found"]
        assert found[0]["url"] == "/guides/c05/", typed


def test_an_english_excerpt_is_english(client: Client) -> None:
    for query in ("construction permit", "fire", "land", "permit how long"):
        found = finder.find(query)
        page = client.get("/search/", {"q": query}, headers={"accept-language": "en"})
        for hit in page.context["hits"]:
            text = str(hit.excerpt)
            han = [sign for sign in text if "\u4e00" <= sign <= "\u9fff"]
            assert not han or not any(word in text.lower() for word in (" the ", " and ", " of ")), (query, text)
        assert found.pages
    chinese = client.get("/search/", {"q": "基坑"}, headers={"accept-language": "en"}).content.decode()
    assert '<span lang="zh-Hans">' in chinese, "found in Chinese alone: shown and marked as Chinese"


def test_the_part_of_one_language_is_taken() -> None:
    mixed = "It is what the province has set. 不申领施工许可证，也要遵守“安全”规定（3天）。 See the law"
    assert finder._of_one_language(mixed, ["province"]) == mixed, "to readers of Chinese the whole"
    with override("en"):
        assert finder._of_one_language(mixed, ["province"]) == "It is what the province has set. See the law"
        assert finder._of_one_language(mixed, ["遵守"]) == "不申领施工许可证，也要遵守“安全”规定（3天）。"
        assert finder._of_one_language("只有中文", ["province"]) == "只有中文"
        assert finder._of_one_language("", ["x"]) == ""


@pytest.mark.parametrize("group", synonyms.GROUPS, ids=lambda group: group[-1])
def test_every_shipped_group_is_one_that_an_editor_could_save_and_finds_something(group: tuple[str, ...]) -> None:
    kept = Synonyms.objects.get(words=", ".join(group))
    kept.full_clean()
    assert {finder.find(word).loose for word in group} == {False}


def test_a_word_in_two_groups_is_refused() -> None:
    with pytest.raises(ValidationError):
        Synonyms(words="环评, 别的意思").full_clean()


SHIPPED = Dictionary(spelled=(Spelled.of("建筑工程施工许可证核发"),))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("施工xk", "施工许可"),
        ("shigongxk", "施工许可"),
        ("sg xk", "施工许可"),
        ("sgxukez", "施工许可证"),
        ("shigxk", "施工许可"),
    ],
)
def test_characters_syllables_and_initials_are_read_together(typed: str, read: str) -> None:
    assert read in SHIPPED.read(typed)


@pytest.mark.parametrize("typed", ["", "施工", "xk", "xyzzy plugh", "sgxkx", "施工permit", "c05", "a" * 41])
def test_what_is_no_reading_is_none(typed: str) -> None:
    assert SHIPPED.read(typed) == ()


@given(st.text(max_size=600))
def test_no_text_breaks_the_parts(text: str) -> None:
    asked = parts.of(text, SHIPPED)
    assert len(asked.subject) <= parts.MAX_PARTS
    assert asked.size <= parts.MAX_CHARS
    assert all(part.said[0] for part in asked.subject)
    assert asked.unknown is not None
    SHIPPED.read(text)
    SHIPPED.alike(text)


def test_what_editors_add_later_is_near_too(django_capture_on_commit_callbacks: Any) -> None:
    assert not nearest.nearest("开门红从哪里拿")
    kept = Synonyms.objects.get(words__startswith="工资保证金")
    kept.words = f"开门红, {kept.words}"
    with django_capture_on_commit_callbacks(execute=True):
        kept.save()
    near = nearest.nearest("开门红从哪里拿")
    assert dictionary.current().by_pk[near[0].pk].url == "/guides/c10/"
