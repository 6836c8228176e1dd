"""Checklists on the portal: one of each item and each category, ticked by the address, printed, found, and light."""

import gzip
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pypdf import PdfReader

from cases import ticks
from cases.models import ApprovalItem, MaterialRequirement, ProjectCategory
from cases.queries import checklists
from home.search import finder
from portal.models import ChecklistPage, GuidePage

pytestmark = pytest.mark.usefixtures("pages")


def ticked(code: str, count: int = 2, **more: Any) -> tuple[str, list[str]]:
    """(text for the address, the codes of the papers)."""
    sheet = checklists.read(code)
    codes = [line.code for line in sheet.lines[:count]]
    return ticks.write(ticks.Ticks(frozenset(codes), version=more.pop("version", sheet.version), **more)), codes


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def on(page: str) -> set[str]:
    """Codes of the papers that are ticked."""
    return set(re.findall(r'name="have" value="(\w{4})" checked', page))


def test_all_eighty_four_checklists_open_in_both_languages(client: Client) -> None:
    addresses = [f"/checklists/{code.lower()}/" for code in ApprovalItem.objects.values_list("code", flat=True)]
    addresses += [page.url for page in ChecklistPage.objects.live()]
    assert len(addresses) == 84
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        assert [url for url in addresses if 'name="have"' not in body(client, url)] == []


def test_the_record_drives_the_list(client: Client) -> None:
    paper = MaterialRequirement.objects.filter(item__code="C05").first()
    assert paper.name_zh in body(client, "/checklists/c05/")
    MaterialRequirement.objects.filter(pk=paper.pk).update(
        name_zh="更名的示例材料", copies=9, may_be_late=True, core=False
    )
    page = body(client, "/checklists/c05/?x=1")
    assert "更名的示例材料" in page
    assert "× 9" in page
    MaterialRequirement.objects.filter(pk=paper.pk).update(active=False)
    assert "更名的示例材料" not in body(client, "/checklists/c05/?x=1")
    assert paper.get_form_display()


def test_the_checklist_of_an_item_leads_to_guide_application_and_back(client: Client) -> None:
    page = body(client, "/checklists/c05/")
    assert 'href="/guides/c05/"' in page
    assert 'href="/checklists/gongye/"' in page
    assert 'href="/checklists/c05/"' in body(client, "/guides/c05/")
    answer = client.get("/checklists/start/?list=C05&items=C05")
    assert answer["Location"] == "/my/projects/new/?items=C05&list=C05"


def test_an_unpublished_guide_has_no_checklist(client: Client) -> None:
    assert client.get("/checklists/c05.pdf").status_code == 200
    GuidePage.objects.get(item__code="C05").unpublish()
    assert client.get("/checklists/c05/?x=1").status_code == 404
    assert client.get("/checklists/c05.pdf").status_code == 404
    assert client.get("/checklists/z99/").status_code == 404


def test_checklists_stand_in_both_site_maps_the_index_and_the_search(client: Client) -> None:
    for address in ("/sitemap/", "/sitemap.xml", "/checklists/"):
        assert "/checklists/c05/" in body(client, address), address
    for query in ("施工许可 材料清单", "施工许可证核发材料清单"):
        assert "/checklists/c05/" in body(client, f"/search/?q={query}"), query


def test_hits_of_the_search_are_guides_and_bring_their_checklist() -> None:
    with override("zh-hans"):
        found = finder.find("施工许可")
        hit = next(hit for hit in found.hits(found.pages) if hit.page.slug == "c05")
    assert hit.beside[0][1] == "/checklists/c05/"


@pytest.mark.parametrize(("code", "address"), [("IND", "/checklists/gongye/"), ("C05", "/checklists/c05/")])
def test_ticks_travel_in_the_address_and_come_back_with_a_qr_code(client: Client, code: str, address: str) -> None:
    text, codes = ticked(code)
    sent = "&".join(f"have={one}" for one in codes)
    items = "&".join(f"items={part.item.code}" for part in checklists.read(code).parts if not part.conditional)
    answer = client.get(f"/checklists/start/?list={code}&{sent}&{items}&go=link")
    assert answer["Location"] == f"{address}?t={text}#take"
    page = body(client, f"{address}?t={text}")
    assert on(page) == set(codes)
    assert f"http://testserver{address}?t={text}" in page
    assert "<svg" in page
    assert client.get(f"{address}?t={text}")["X-Robots-Tag"] == "noindex"
    assert on(body(client, address)) == set()  # the control: nothing was stored


def test_items_done_taken_and_left_travel_too(client: Client) -> None:
    sheet = checklists.read("IND")
    needed, depends = (next(p.item.code for p in sheet.parts if p.conditional is kind) for kind in (False, True))
    text, _codes = ticked("IND", 1, done=frozenset({needed}), taken=frozenset({depends}), left=frozenset({needed}))
    page = body(client, f"/checklists/gongye/?t={text}")
    assert f'name="items" value="{depends}" checked' in page
    assert f'name="items" value="{needed}">' in page
    assert f'name="done" value="{needed}" checked' in page


@pytest.mark.parametrize("bad", ["x", "AAAA-AAA", "A" * 10_000, "AAAA-<b>", "%00", "AAAA-AAAA-C05..G04", "ＡＡＡＡ"])
def test_a_damaged_address_says_so_and_ticks_nothing(client: Client, bad: str) -> None:
    page = body(client, f"/checklists/gongye/?t={bad}")
    assert "无法读取链接中的勾选" in page
    assert on(page) == set()
    assert "<script>alert" not in page


def test_unknown_codes_are_ignored_and_an_old_link_says_that_the_record_changed(client: Client) -> None:
    text, codes = ticked("C05", version="BBBB")
    page = body(client, f"/checklists/c05/?t={text.replace('BBBB-', 'BBBB-ZZZZ')}")
    assert on(page) == set(codes)
    assert "生成此链接后事项目录有变化" in page
    assert "生成此链接后事项目录有变化" not in body(client, f"/checklists/c05/?t={ticked('C05')[0]}")


MADE_ELSEWHERE = "这些勾选属于另一份清单"


@pytest.mark.parametrize(("made", "opened"), [("C05", "l08"), ("C05", "gongye"), ("IND", "c05"), ("OLD", "gongye")])
@pytest.mark.parametrize("version", ["", "BBBB"])
def test_ticks_of_another_list_lead_to_it_and_tick_nothing_here(
    client: Client, made: str, opened: str, version: str
) -> None:
    text, codes = ticked(made, 400, **({"version": version} if version else {}))
    page = body(client, f"/checklists/{opened}/?t={text}")
    if version and opened in {"gongye", "c05"}:
        assert MADE_ELSEWHERE not in page, (
            "some papers stand here too, and the version is of no list: an old link of this one"
        )
        assert "生成此链接后事项目录有变化" in page
        return
    assert MADE_ELSEWHERE in page
    assert "生成此链接后事项目录有变化" not in page
    assert on(page) == set()
    assert "data-from-link" not in page, "what this browser has ticked stays"
    there = re.search(r'class="button" href="([^"]*[?]t=[^"]*)"', page)
    assert there
    other = body(client, there[1])
    assert on(other) == set(codes)
    assert MADE_ELSEWHERE not in other


def test_ticks_of_an_unpublished_list_lead_nowhere(client: Client) -> None:
    text, _codes = ticked("C05")
    assert MADE_ELSEWHERE in body(client, f"/checklists/l08/?t={text}")
    GuidePage.objects.get(item__code="C05").unpublish()
    assert MADE_ELSEWHERE not in body(client, f"/checklists/l08/?t={text}")
    assert MADE_ELSEWHERE not in body(client, "/checklists/l08/?t=BBBB-ZZZZZZZZ"), "ticks that no list knows"


def test_from_the_form_to_the_account_and_to_the_application(client: Client) -> None:
    text, codes = ticked("C05")
    sent = f"list=C05&items=C05&have={codes[0]}&have={codes[1]}&have=ZZZZ&have=<script>"
    kept = urlsplit(client.get(f"/checklists/start/?{sent}&go=save")["Location"])
    assert (kept.path, parse_qs(kept.query)) == ("/my/checklists/keep/", {"list": ["C05"], "t": [text]})
    assert client.get(f"/checklists/start/?{sent}&go=pdf")["Location"] == f"/checklists/c05.pdf?t={text}"
    begun = parse_qs(urlsplit(client.get(f"/checklists/start/?{sent}")["Location"]).query)
    assert begun == {"items": ["C05"], "list": ["C05"], "t": [text]}


@pytest.mark.parametrize(
    ("language", "title"), [("zh-hans", "工业项目事项清单"), ("en", "Checklist for industry projects")]
)
def test_the_pdf_speaks_the_readers_language_and_holds_every_paper(client: Client, language: str, title: str) -> None:
    client.cookies["django_language"] = language
    text, _codes = ticked("IND", 5)
    answer = client.get(f"/checklists/IND.pdf?t={text}")
    assert answer["Content-Type"] == "application/pdf"
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    plain = re.sub(r"\s", "", read)
    assert title.replace(" ", "") in plain
    with override(language):
        names = [line.paper.name for line in checklists.read("IND").lines]
    assert [name for name in names if re.sub(r"\s", "", name)[:8] not in plain] == []


def test_the_pdf_has_the_address_of_its_page(client: Client) -> None:
    for page, pdf in (("/checklists/gongye/", "/checklists/gongye.pdf"), ("/checklists/c05/", "/checklists/c05.pdf")):
        answer = client.get(pdf)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), pdf
        assert f"checklist-{pdf.split('/')[-1]}" in answer["Content-Disposition"]
        code = "IND" if "gongye" in page else "C05"
        assert client.get(f"/checklists/start/?list={code}&go=pdf")["Location"].partition("?")[0] == pdf
    assert client.get("/checklists/nowhere.pdf").status_code == 404


def test_too_many_prints_from_one_network_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.checklists.views.PRINTS", 1)
    text, _codes = ticked("C05")
    assert client.get(f"/checklists/C05.pdf?t={text}").status_code == 200
    assert client.get(f"/checklists/C05.pdf?t={text}").status_code == 429
    assert client.get("/checklists/C05.pdf").status_code == 200  # without ticks it lies ready


def test_the_longest_list_needs_no_more_queries_than_a_short_one(client: Client) -> None:
    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(address)
        return len(found)

    text, short = ticked("REN", 200)[0], ticked("OLD", 1)[0]
    counts = {asked(f"/checklists/{page.slug}/?t={t}") for page, t in ((_page("REN"), text), (_page("OLD"), short))}
    assert len(counts) == 1
    assert max(counts) <= 20
    assert asked("/checklists/c05/?x=1") <= 20


def _page(code: str) -> ChecklistPage:
    return ChecklistPage.objects.get(category__code=code)


def test_the_heaviest_checklist_is_light(client: Client) -> None:
    """100 KB for the page with its styles and scripts, as compression sends them; the same for the longest link."""
    total = 0
    for category in ProjectCategory.objects.all():
        page = body(client, f"/checklists/{category.slug}/").encode()
        total = max(total, len(gzip.compress(page)))
        assert len(page) < 110_000, category.slug
    assert total < 20_000
    longest = body(client, f"/checklists/{_page('REN').slug}/?t={ticked('REN', 400)[0]}").encode()
    assert len(gzip.compress(longest)) < 40_000


def test_editors_see_their_words_on_the_checklist_before_they_are_published(client: Client) -> None:
    page = GuidePage.objects.get(item__code="C05")
    page.mistakes = "<p>未发布的示例提醒</p>"
    request = RequestFactory().get("/")
    assert [mode for mode, _label in page.preview_modes] == ["", "checklist"]
    shown = page.make_preview_request(request, "checklist").content.decode()
    assert "未发布的示例提醒" in shown
    assert 'name="have"' in shown
    assert "未发布的示例提醒" not in body(client, "/checklists/c05/?x=1")
