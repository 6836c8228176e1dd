"""Questions and answers to and from the 12345 knowledge base: JSON Lines or CSV, the format of docs/editors.md (W-061, W-066)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page

from cases.listwords import listed
from cases.models import ApprovalItem, User
from cases.redaction import redact
from portal.models import PolicyPage, QuestionIndexPage, QuestionPage
from portal.models.question import Topic

VERSION = "2"  # 2 has ``policies``
COLUMNS = (
    "id",
    "question",
    "answer",
    "detail",
    "topic",
    "items",
    "policies",
    "url",
    "reviewed_on",
    "review_by",
    "updated_at",
    "version",
)
NEEDED = ("question", "answer")
LONGEST = {"question": 255, "answer": 400}  # characters
MOST = 5000  # entries in one file


def rows(base_url: str = "") -> Iterator[dict[str, str]]:
    """Every published question, oldest first."""
    pages = QuestionPage.objects.live().public().order_by("pk").prefetch_related("items", "policies")
    for page in pages:
        yield {
            "id": page.slug,
            "question": page.title,
            "answer": page.answer,
            "detail": _detail(page),
            "topic": page.topic,
            "items": " ".join(sorted(item.code for item in page.items.all())),
            "policies": " ".join(sorted(policy.slug for policy in page.policies.all())),
            "url": f"{base_url}{page.url or ''}",
            "reviewed_on": _iso(page.reviewed_on),
            "review_by": _iso(page.review_by),
            "updated_at": page.last_published_at.isoformat() if page.last_published_at else "",
            "version": VERSION,
        }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _detail(page: QuestionPage) -> str:
    parts = (strip_tags(str(part)) for part in page.body.stream_block.get_searchable_content(page.body))
    return "\n".join(part.strip() for part in parts if part.strip())


def as_jsonl(found: Iterable[dict[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)


def as_csv(found: Iterable[dict[str, str]]) -> str:
    """With a byte order mark, so that spreadsheets read it; no cell begins a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in found)
    return "\ufeff" + out.getvalue()


def _harmless(value: str) -> str:
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


@dataclass
class Read:
    """What came of an import."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, or as a Chinese spreadsheet program keeps it (GB 18030); ValueError for anything else."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValueError(_("it is no text"))


def parse(text: str) -> list[dict[str, Any]]:
    """The entries of a file of either form; ValueError says which line cannot be read."""
    text = text.lstrip("\ufeff").strip()
    if not text:
        return []
    if not text.startswith("{"):
        read = csv.DictReader(io.StringIO(text))
        lacking = [name for name in NEEDED if name not in (read.fieldnames or ())]
        if lacking:
            raise ValueError(_("the first line has no column %(names)s") % {"names": listed(lacking)})
        return [dict(row) for row in read]
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line) if line.strip() else None
        except json.JSONDecodeError as error:
            raise ValueError(f"{number}: {error.msg}") from error
        if row is not None:
            found.append(row if isinstance(row, dict) else {})
    return found


@dataclass(frozen=True)
class Known:
    """What an entry may point to."""

    items: dict[str, ApprovalItem]
    policies: dict[str, PolicyPage]

    @classmethod
    def read(cls) -> "Known":
        return cls(
            {item.code: item for item in ApprovalItem.objects.all()},
            {page.slug: page for page in PolicyPage.objects.all()},
        )

    def named(self, row: dict[str, str]) -> dict[str, list[Any]]:
        """{column: rows} of the columns that the entry fills; what is not known is passed over."""
        every: dict[str, dict[str, Any]] = {"items": self.items, "policies": self.policies}
        found = {name: [rows[code] for code in _codes(row[name]) if code in rows] for name, rows in every.items()}
        return {name: rows for name, rows in found.items() if rows}


def _codes(text: str) -> list[str]:
    return list(dict.fromkeys(text.replace(",", " ").split()))


def take_in(entries: list[dict[str, Any]], *, by: User | None) -> Read:
    """Entries become drafts: new ones below the list of questions, changed ones a draft over what is published.

    Nothing is published by an import: another person approves it, as with everything that is written here.
    """
    made, parent, known = Read(), QuestionIndexPage.objects.get(), Known.read()
    for number, entry in enumerate(entries[:MOST], 1):
        row = {name: str(entry.get(name) or "").strip() for name in COLUMNS}
        if why := _refusal(row):
            made.refused.append((number, why))
            continue
        with transaction.atomic():
            _one(row, parent, known, by, made)
    return made


def _refusal(row: dict[str, str]) -> str:
    """Why a row cannot become an entry; empty when it can."""
    for name, most in LONGEST.items():
        if not row[name]:
            return _("“%(name)s” is empty") % {"name": name}
        if len(row[name]) > most:
            return _("“%(name)s” is longer than %(most)s characters") % {"name": name, "most": most}
    return ""


def _one(row: dict[str, str], parent: Page, known: Known, by: User | None, made: Read) -> None:
    question, answer = redact(row["question"]), redact(row["answer"])
    found = QuestionPage.objects.child_of(parent).filter(slug=row["id"]).first() if row["id"] else None
    found = found or QuestionPage.objects.child_of(parent).filter(title=question).first()
    named = known.named(row)
    if found is None:
        topic = row["topic"] if row["topic"] in Topic.values else Topic.SERVICE
        page = QuestionPage(title=question, answer=answer, topic=topic, live=False, has_unpublished_changes=True)
        for name, rows in named.items():
            setattr(page, name, rows)
        parent.add_child(instance=page)
        page.save_revision(user=by)
        made.created.append(page.slug)
        return
    latest = found.get_latest_revision_as_object()
    topic = row["topic"] if row["topic"] in Topic.values else latest.topic
    others = {name: rows for name, rows in named.items() if set(getattr(latest, name).all()) != set(rows)}
    if (latest.title, latest.answer, latest.topic) == (question, answer, topic) and not others:
        made.same += 1
        return
    latest.title, latest.answer, latest.topic = question, answer, topic
    for name, rows in others.items():
        setattr(latest, name, rows)
    latest.save_revision(user=by)
    made.changed.append(found.slug)
