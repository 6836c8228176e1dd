"""Put the start content into the tree: create what is missing, renew what nobody has touched, leave the rest to its editors. Run it
as often as you like."""

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import override
from wagtail.models import Page, Site

from cases.models import ApprovalItem, ProjectCategory, Region, Stage
from home.models import HomePage, PublicPage, Synonyms
from home.models.synonym import BETWEEN
from home.search.synonyms import GROUPS
from portal import editorial, keepers, renewing
from portal.content import markup
from portal.models import (
    CategoryIndexPage,
    CategoryPage,
    ChecklistIndexPage,
    ChecklistPage,
    GuideIndexPage,
    GuidePage,
    NoticeIndexPage,
    NoticePage,
    PolicyExplanationPage,
    PolicyField,
    PolicyIndexPage,
    PolicyPage,
    QuestionIndexPage,
    QuestionPage,
    StandardPage,
)

CONTENT = Path(__file__).parent / "content"
PLAIN = ("title", "title_en", "lead", "lead_en", "answer", "answer_en", "topic", "kind", "date", "number", "issuer")
POLICY = ("issued_on", "status", "for_whom", "how", "until")
P = TypeVar("P", bound=PublicPage)


def read(name: str) -> dict[str, Any]:
    """One file of the start content."""
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


class Loader:
    """Counts what it creates and renews; ``say`` hears one line per part."""

    def __init__(self, say: Callable[[str], None] = lambda line: None) -> None:
        self.say = say
        self.created = self.renewed = 0
        self.site = read("site.toml")
        self.checked: dt.date = self.site["checked"]

    def run(self) -> int:
        """Everything in one transaction; the number of pages that were missing. Chinese, because titles are stored."""
        with transaction.atomic(), override("zh-hans"):
            front = self._front()
            editorial.set_up(front.get_root())
            self._synonyms()
            lists = self._lists(front)
            self._records(lists)
            self._policies(lists["policies"])
            self._questions(lists["ask"])
            for data in self.site["page"]:
                self._page(front, StandardPage, data)
            for data in self.site["notice"]:
                self._page(lists["news"], NoticePage, data)
            keepers.appoint()
        return self.created

    def _page(self, parent: Page, model: type[P], data: dict[str, Any], **fields: Any) -> P:
        """The page at this address below ``parent``; created and published if there is none."""
        values = {name: data[name] for name in (*PLAIN, *POLICY) if name in data} | fields
        if "body" in data:
            values["body"] = markup.blocks(data["body"])
        page = model(**values, slug=data.get("slug", ""), reviewed_on=self.checked, show_in_menus=True)
        page.review_by = page.review_by or self.site["review_by"]
        # The address is settled before asking whether it is taken: records and pinyin make it.
        page._cached_parent_obj = parent
        wanted = data.get("slug") or page.plain_slug()
        found = model.objects.child_of(parent).filter(slug=wanted).first()
        if found is not None:
            return found
        page.slug = wanted
        parent.add_child(instance=page)
        revision = page.save_revision(changed=False)
        type(page).objects.filter(pk=page.pk).update(live_revision=revision)
        self.created += 1
        return page

    def _front(self) -> HomePage:
        found = HomePage.objects.first()
        if found is not None:
            return found
        root = Page.get_first_root_node()
        data = self.site["home"]
        schemes = [{"type": "scheme", "value": scheme} for scheme in data["scheme"]]
        # Wagtail's own welcome page holds the address "home" and the default site.
        Page.objects.child_of(root).filter(slug="home", content_type__model="page").update(slug="welcome")
        front = self._page(
            root, HomePage, data | {"slug": "home"}, free_zh=data["free_zh"], free_en=data["free_en"], schemes=schemes
        )
        Site.objects.update_or_create(
            is_default_site=True, defaults={"root_page": front, "hostname": "localhost", "site_name": "帮代办"}
        )
        for welcome in Page.objects.child_of(root).filter(slug="welcome", content_type__model="page"):
            welcome.delete()
        return front

    def _synonyms(self) -> None:
        """Once: what editors took out later does not come back."""
        if not Synonyms.objects.exists():
            for group in GROUPS:
                Synonyms.objects.create(words=BETWEEN.join(group))

    def _lists(self, front: HomePage) -> dict[str, Page]:
        models = {
            "categories": CategoryIndexPage,
            "guides": GuideIndexPage,
            "policies": PolicyIndexPage,
            "checklists": ChecklistIndexPage,
            "ask": QuestionIndexPage,
            "news": NoticeIndexPage,
        }
        return {
            slug: self._page(front, model, self.site["lists"][slug] | {"slug": slug}) for slug, model in models.items()
        }

    def _records(self, lists: dict[str, Page]) -> None:
        words = read("categories.toml")
        for category in ProjectCategory.objects.all():
            self._page(lists["categories"], CategoryPage, words.get(category.code, {}), category=category)
            self._page(lists["checklists"], ChecklistPage, {}, category=category)
        self.say(f"categories and checklists: {ProjectCategory.objects.count()}")
        words, mistakes, examples = read("guides.toml"), read("mistakes.toml"), read("examples.toml")
        for item in ApprovalItem.objects.filter(active=True).select_related("department").prefetch_related("materials"):
            data, code = words.get(item.code, {}), item.code
            own = {"mistakes": markup.listed(mistakes.get(code, ())), "examples": markup.filled(examples.get(code, ()))}
            page = self._page(lists["guides"], GuidePage, data, item=item, **own)
            body = markup.blocks(data.get("body", ""))
            self.renewed += renewing.renew(page, lead=data.get("lead", ""), body=body, **own)
        self.say(f"guides: {GuidePage.objects.count()}")

    def _policies(self, parent: Page) -> None:
        file = read("policies.toml")
        if not PolicyField.objects.exists():
            for number, data in enumerate(file["field"]):
                PolicyField.objects.create(order=number, **data)
        for data in file["policy"]:
            text = (CONTENT / "policies" / f"{data['slug']}.txt").read_text(encoding="utf-8")
            before = self.created
            page = self._page(parent, PolicyPage, data, full_text=markup.law(text))
            self.renewed += renewing.renew(page, **self._tags(data)) and self.created == before
            told = data["explanation"]
            benefits = [{"type": "benefit", "value": one} for one in told.get("benefit", [])]
            self._page(page, PolicyExplanationPage, told, benefits=benefits)
        self.say(f"policies: {PolicyPage.objects.count()}")

    @staticmethod
    def _tags(data: dict[str, Any]) -> dict[str, list[Any]]:
        """Field, stages and places, by their codes."""
        return {
            "fields": list(PolicyField.objects.filter(slug__in=data["fields"])),
            "stages": list(Stage.objects.filter(code__in=data["stages"])),
            "regions": list(Region.objects.filter(code__in=data["regions"])),
        }

    def _questions(self, parent: Page) -> None:
        file = read("questions.toml")
        items = {item.code: item for item in ApprovalItem.objects.all()}
        policies = {page.slug: page for page in PolicyPage.objects.all()}
        for data in file["question"]:
            before = self.created
            page = self._page(parent, QuestionPage, data, review_by=file["review_by"])
            if self.created > before and (data.get("items") or data.get("policies")):
                page.items = [items[code] for code in data.get("items", ())]
                page.policies = [policies[slug] for slug in data.get("policies", ())]
                page.save()
        self.say(f"questions: {QuestionPage.objects.count()}")
