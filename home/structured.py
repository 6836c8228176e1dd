"""What machines read of a public page: schema.org as JSON-LD, Open Graph, its address. Plain data in, safe HTML out.

JSON-LD is a data block, which no browser runs: the policy against inline scripts does not touch it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

from home.middleware import PRIVATE_PREFIXES

SCHEMA = "https://schema.org"
LONGEST = 300
# Nothing in a text may end the block or begin another one.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def absolute(path: str) -> str:
    """An address of this site as others use it."""
    return path if "://" in path else f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def is_public(path: str) -> bool:
    """Whether machines are told anything about the page."""
    return not path.startswith(PRIVATE_PREFIXES)


def plain(text: object) -> str:
    """One line of text, not too long."""
    flat = " ".join(strip_tags(str(text or "")).split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def block(data: Sequence[dict[str, Any]]) -> SafeString:
    """The data as one block; nothing where there is nothing to say."""
    if not data:
        return SafeString("")
    said = json.dumps({"@context": SCHEMA, "@graph": list(data)}, ensure_ascii=False, separators=(",", ":"))
    html = f'<script type="application/ld+json">{said.translate(ESCAPES)}</script>'
    return mark_safe(html)  # noqa: S308  every sign that means something in HTML is escaped above


def breadcrumbs(trail: Iterable[tuple[str, str]], here: str) -> list[dict[str, Any]]:
    """Where the page stands."""
    steps = [
        {"@type": "ListItem", "position": number, "name": plain(label), "item": absolute(url or here)}
        for number, (label, url) in enumerate(trail, 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": steps}] if steps else []


def faq(pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Questions with their answers."""
    entries = [
        {
            "@type": "Question",
            "name": plain(question),
            "acceptedAnswer": {"@type": "Answer", "text": " ".join(answer.split())},
        }
        for question, answer in pairs
    ]
    return [{"@type": "FAQPage", "mainEntity": entries}] if entries else []


def website(brand: Mapping[str, str]) -> list[dict[str, Any]]:
    """The site as a whole, who runs it and how it is searched: said of the first page."""
    runs = {
        "@type": "GovernmentOrganization",
        "name": brand.get("host_unit") or brand.get("name", ""),
        "url": absolute("/"),
    }
    if brand.get("hotline"):
        runs["telephone"] = brand["hotline"]
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search/?q={search_term_string}")},
        "query-input": "required name=search_term_string",
    }
    return [
        {
            "@type": "WebSite",
            "name": brand.get("name", ""),
            "url": absolute("/"),
            "publisher": runs,
            "potentialAction": search,
        }
    ]


@dataclass(frozen=True)
class Picture:
    """What is shown of a link: where it stands, its size in pixels, what it says to those who do not see it."""

    address: str
    width: int
    height: int
    alt: str


def open_graph(
    title: str, description: str, path: str, site: str, language: str, kind: str, picture: Picture
) -> SafeString:
    """What a message or a network shows of a link to the page."""
    rows = [
        ("og:title", plain(title)),
        ("og:description", plain(description)),
        ("og:type", kind),
        ("og:url", absolute(path)),
        ("og:image", absolute(picture.address)),
        ("og:image:type", "image/png"),
        ("og:image:width", str(picture.width)),
        ("og:image:height", str(picture.height)),
        ("og:image:alt", plain(picture.alt)),
        ("og:site_name", site),
        ("og:locale", "en_GB" if language.startswith("en") else "zh_CN"),
    ]
    tags = format_html_join("", '<meta property="{}" content="{}">', ((name, said) for name, said in rows if said))
    return format_html('<link rel="canonical" href="{}">{}', absolute(path), tags)
