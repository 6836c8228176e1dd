"""Everyday English words find the guides of the items, the same on every database; older sites get them without losing their own."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from home.models import Synonyms
from home.search import dictionary, english, finder, places, synonyms, words

FOUND = {
    "construction permit": "c05", "construction licence": "c05", "building permit": "c05", "start of construction": "c05",
    "planning permit": "g04", "planning permission": "g04", "land use permit": "l09", "permit": "c05",
    "fire": "c02", "fire safety": "v15", "fire acceptance": "v03", "fire inspection": "v15", "fire filing": "v04",
    "EIA": "g01", "environmental impact assessment": "g01", "environment approval": "g01",
    "title certificate": "v14", "title deed": "v14", "property certificate": "v14", "real estate registration": "v14",
    "land certificate": "l10", "land": "l08", "buy land": "l08", "land auction": "l08", "farmland": "l07",
    "water": "u01", "water supply": "u01", "sewage": "v12", "electricity": "u03", "gas": "u04", "broadband": "u06",
    "survey": "m03", "geological survey": "m05", "bidding": "c03", "tender": "c03", "procurement": "c03",
    "completion": "v01", "acceptance": "v01", "final inspection": "v01", "completion acceptance": "v01",
    "seal": "e02", "chop": "e02", "business license": "e01", "start a company": "e01", "project filing": "l01",
    "feasibility study": "l04", "energy saving": "l11", "blueprint": "c01", "basement": "g07", "cut trees": "g12",
    "dig up road": "c07", "rubble": "c06", "elevator": "v13", "boiler": "v13", "sell flats": "c11", "wages": "c10",
    "pollution": "v11", "earthquake": "m04", "erosion": "g08", "discharge permit": "v11", "Building  Permit ": "c05",
}  # fmt: skip
PERMIT = next(group[:5] for group in english.GROUPS if "permit" in group)
NEW = ("elevator", "procurement", "broadband", "erosion", "business license", "land use permit", "blueprint", "chop")


@pytest.fixture(autouse=True)
def _published(pages: None) -> None:
    cache.clear()


def guides(query: str) -> list[str]:
    with override("en"):
        found = finder.find(query)
        known = dictionary.current().by_pk
        return [known[page.pk].url.strip("/").rpartition("/")[2] for page, _kind in found.pages[:5]]


@pytest.mark.parametrize(("query", "code"), FOUND.items())
def test_an_everyday_word_finds_the_guide_among_the_first_five(query: str, code: str) -> None:
    assert code in guides(query)


@pytest.mark.parametrize("query", NEW)
def test_control_without_the_groups_they_find_it_not(query: str) -> None:
    Synonyms.objects.filter(words__in=[", ".join(group) for group in english.GROUPS]).delete()
    cache.clear()
    assert FOUND[query] not in guides(query)


def test_the_words_are_found_on_the_page_and_while_typing(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert "/guides/c05/" in client.get("/search/", {"q": "building permit"}).content.decode()
    found = client.get("/search/suggest/", {"q": "building permit"}).json()["found"]
    assert "/guides/c05/" in [one["url"] for one in found]


@pytest.mark.parametrize("query", [word for group in english.GROUPS for word in group])
def test_no_word_leads_to_a_view_that_it_does_not_mean(query: str) -> None:
    found = [place.view for place in places.find(query, dictionary.current())]
    assert found == (["portal:wizard"] if query in PERMIT else []), "which approvals do I need?"


def test_the_shipped_groups_are_in_order() -> None:
    said = [word for group in synonyms.GROUPS for word in group]
    assert len(said) == len(set(said)), "no word means two things"
    for row in Synonyms.objects.all():
        row.full_clean()
        assert row.group in synonyms.GROUPS
    titles = [words.plain(entry.title_en) for entry in dictionary.current().entries if entry.kind == "guide"]
    official = [group[-1] for group in english.GROUPS]
    assert [word for word in official if not any(word in title for title in titles)] == []


def test_words_of_several_parts_are_parted_by_signs_alone() -> None:
    assert Synonyms(words="tap water, water supply").group == ("tap water", "water supply")
    assert Synonyms(words="砍树 伐树,移树").group == ("砍树", "伐树", "移树")
    assert Synonyms(words="lift elevator").group == ("lift", "elevator")
    assert Synonyms(words="电梯 lift、装电梯").group == ("电梯", "lift", "装电梯")
    with pytest.raises(ValidationError):
        Synonyms(words="tap water,").clean()


def added() -> str:
    out = StringIO()
    call_command("add_synonyms", stdout=out)
    return out.getvalue()


def test_an_older_site_gets_what_is_missing_and_keeps_its_own() -> None:
    Synonyms.objects.all().delete()
    for group in synonyms.CHINESE:
        Synonyms.objects.create(words=", ".join(group))
    own = Synonyms.objects.create(words="elevator, 升降机, 电梯间")
    official = Synonyms.objects.create(words="grid, power connection", live=False)
    before = set(Synonyms.objects.values_list("pk", "words"))
    dry = StringIO()
    call_command("add_synonyms", "--dry-run", stdout=dry)
    assert set(Synonyms.objects.values_list("pk", "words")) == before
    added()
    assert before < set(Synonyms.objects.values_list("pk", "words"))
    lift = Synonyms.objects.get(words__contains="special-equipment")
    assert "elevator" not in lift.group
    assert "elevators" in lift.group
    assert not Synonyms.objects.filter(words__contains="electricity").exists(), "its official word is an editor's"
    assert (own.words, official.live) == ("elevator, 升降机, 电梯间", False)
    for row in Synonyms.objects.all():
        row.full_clean()
    again = Synonyms.objects.count()
    assert added().startswith("0 groups added")
    assert Synonyms.objects.count() == again
    cache.clear()
    assert "c05" in guides("building permit")
