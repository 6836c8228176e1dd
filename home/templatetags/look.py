"""Tags of the common look. Everything drawn here is escaped; colours are class names, never styles."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField, MultiWidget
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from heroicons.templatetags.heroicons import heroicon_mini, heroicon_outline

from cases.daywords import lamp_word
from home import markup, pagecache, words

register = template.Library()

LAMPS = {
    "green": ("good", "check-circle"),
    "yellow": ("due", "exclamation-triangle"),
    "red": ("late", "exclamation-circle"),
    "grey": ("halted", "pause-circle"),
    "blue": ("done", "check-badge"),
}
MODES = (("size", "large"), ("contrast", "high"), ("theme", "light"), ("theme", "dark"))
TONE_ICONS = {
    "info": "information-circle",
    "act": "information-circle",
    "good": "check-circle",
    "success": "check-circle",
    "due": "exclamation-triangle",
    "warning": "exclamation-triangle",
    "late": "exclamation-circle",
    "error": "exclamation-circle",
    "halted": "pause-circle",
    "seal": "check-badge",
    "done": "check-badge",
}
TONE_NAMES = {"info": "act", "success": "good", "warning": "due", "error": "late", "debug": "halted"}
STATUS_TONES = {
    "good": "accepted approved granted in_progress resumed passed published confirmed signed delivered active answered kept converted yes",
    "due": "returned correction agreement_pending passed_with_gap pre_approved waiting special_procedure expiring offered applied",
    "late": "rejected declined not_accepted not_passed overdue failed urged revoked broken expired",
    "halted": "draft refused suspended terminated withdrawn retracted not_started not_needed cancelled transferred inactive no",
    "done": "closed archived done finished completed evaluated",
    "seal": "agreement_signed sealed",
}
_TONE_OF = {status: tone for tone, names in STATUS_TONES.items() for status in names.split()}


@lru_cache(maxsize=512)
def _draw_icon(name: str, size: int, label: str) -> SafeString:
    named: dict[str, object] = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    draw = heroicon_mini if size <= 20 else heroicon_outline
    # The svg is built by ElementTree, which escapes attribute values.
    return mark_safe(draw(name, size=size, focusable="false", **{"class": "icon"}, **named))  # noqa: S308


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """Inline SVG of heroicons: 20 solid, 24 and above outline. Without a label it is hidden from screen readers."""
    return _draw_icon(str(name), int(size), str(label))


def tone_of(status: object) -> str:
    """Tone of a state: its own `.tone` if it has one, else by its value."""
    tone = getattr(status, "tone", "")
    return str(tone) if tone else _TONE_OF.get(str(getattr(status, "value", status)), "act")


@register.simple_tag
def badge(status: Any, label: str = "", tone: str = "") -> SafeString:
    """A state in a word: an enum member (its label is used) or a string; `label` and `tone` win over both."""
    if status in (None, "") and not label:
        return SafeString("")
    text = label or getattr(status, "label", "") or str(status)
    return _draw_badge(tone or tone_of(status), str(text))


@lru_cache(maxsize=512)
def _draw_badge(tone: str, text: str) -> SafeString:
    return format_html('<span class="badge tone-{}">{}</span>', tone, text)


@register.simple_tag
def lamp(colour: Any, label: str = "") -> SafeString:
    """Warning lamp: green, yellow, red, grey or blue; icon, word and colour together."""
    value = str(getattr(colour, "value", colour) or "grey")
    tone, shape = LAMPS.get(value, LAMPS["grey"])
    return _draw_lamp(tone, shape, str(label or lamp_word(value)))


@register.simple_tag
def owed_lamp(colour: Any, label: str) -> SafeString:
    """Lamp of something that is still owed: while its day is far it waits, with a clock; a tick would say that it is there."""
    return _draw_lamp("act", "clock", str(label)) if str(colour) == "green" else lamp(colour, label)


@lru_cache(maxsize=512)
def _draw_lamp(tone: str, shape: str, text: str) -> SafeString:
    return format_html('<span class="lamp tone-{}">{}{}</span>', tone, icon(shape), text)


@register.simple_tag
def money(amount: Any, unit: str = "yuan") -> SafeString:
    """An amount with its unit; `unit` says what the number counts: "yuan" or "wan" (10,000 yuan)."""
    if amount in (None, ""):
        return SafeString("–")
    yuan = words.to_yuan(amount, unit)
    return format_html('<data value="{}" title="{}">{}</data>', yuan, words.exact_yuan(yuan), words.money(yuan))


@register.simple_tag
def cdate(value: Any, time: bool = False, short: bool = False) -> SafeString:
    """A date for people: 2026年12月14日（星期一） / Mon 14 December 2026; `short` for tables, `time` adds the clock."""
    if not value:
        return SafeString("–")
    return markup.day(value, time=time, short=short)


@register.simple_tag
def workdays_left(days: int | None, colour: str = "") -> SafeString:
    """Working days to a due date: positive left, 0 today, negative overdue; None is no clock. ``colour``: of its lamp."""
    if days is None:
        return SafeString("–")
    tone = LAMPS[colour][0] if colour else "late" if days < 0 else "due" if days <= 2 else "good"
    return format_html('<span class="days tone-{}">{}</span>', tone, words.workdays_left(days))


@register.filter
def filesize(size: int | None) -> str:
    """A size in bytes as people read it."""
    return words.filesize(size)


@register.simple_tag(takes_context=True)
def modes_attributes(context: Context) -> SafeString:
    """data-size, data-contrast and data-theme for <html>, from the reader's modes (`mode` of the context)."""
    chosen = context.get("mode") or {}
    return format_html_join("", ' data-{}="{}"', ((name, value) for name, value in MODES if chosen.get(name) == value))


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    """What stands at the foot of every public page: drawn once in each language, until settings change."""
    brand = context.get("site_brand")

    def drawn() -> SafeString:
        return SafeString(render_to_string("components/footer.html", {"site_brand": brand}))

    # An error page may know no brand: what it shows is nobody else's.
    return pagecache.held(f"footer.{get_language()}", drawn) if brand else drawn()


@register.simple_tag
def html_lang() -> str:
    """Language of the page as the browser wants it."""
    return "zh-Hans" if words.is_chinese() else str(get_language() or "en")


@register.simple_tag(takes_context=True)
def portal_doors(context: Context) -> list[dict[str, object]]:
    """The five doors; `doors` of the context wins."""
    given = context.get("doors")
    if given:
        return list(given)
    path = getattr(context.get("request"), "path", "")
    doors = [
        ("/guides/", _("Guides"), "book-open"),
        ("/policies/", _("Policies"), "scale"),
        ("/checklists/", _("Checklists"), "clipboard-document-check"),
        ("/ask/", _("Ask"), "chat-bubble-left-right"),
        ("/my/", _("My cases"), "folder-open"),
    ]
    return [{"url": url, "label": label, "icon": name, "active": path.startswith(url)} for url, label, name in doors]


def _field_kind(bound: BoundField) -> str:
    kind = getattr(bound.field.widget, "input_type", "")
    if isinstance(bound.field.widget, MultiWidget):
        return "range"
    if kind == "checkbox" and getattr(bound.field.widget, "allow_multiple_selected", False) is False:
        return "choices" if hasattr(bound.field, "choices") else "tick"
    return "choices" if kind in ("radio", "checkbox") else str(kind or "text")


def _range_parts(bound: BoundField) -> list[tuple[str, SafeString]]:
    """The inputs of a two-part widget, each under its own label."""
    widget = bound.field.widget
    attributes = bound.build_widget_attrs({"id": bound.auto_id}, widget)
    shown = widget.get_context(bound.html_name, bound.value(), attributes)["widget"]["subwidgets"]
    labels = words.range_labels(bound.field, len(shown))
    draw = bound.form.renderer.render
    return [
        (label, SafeString(draw(part["template_name"], {"widget": part})))
        for label, part in zip(labels, shown, strict=True)
    ]


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", hint: str = "") -> dict[str, object]:
    """A form field: label, hint, error, widget."""
    kind = _field_kind(bound)
    return {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "optional": not bound.field.required and kind != "tick",
        "parts": _range_parts(bound) if kind == "range" else [],
    }


def _forms_of(source: Any) -> Iterable[BaseForm]:
    if isinstance(source, BaseFormSet):
        return list(source.forms)
    return [source] if isinstance(source, BaseForm) else [form for form in source or [] if form]


def _problems(form: BaseForm) -> list[tuple[str, str]]:
    found = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        anchor = bound.auto_id + ("_0" if _field_kind(bound) in ("choices", "range") else "")
        # A hidden field has nothing to jump to, and what a program finds wrong in it nobody can put right there.
        if bound.is_hidden and any(error.code for error in bound.errors.as_data()):
            broken = _(
                "Something that belongs to this form was lost. Send it once more; if that does not help, load the page anew."
            )
            found = [*found, *([("", broken)] if ("", broken) not in found else [])]
            continue
        # A question ends with its own mark.
        mark = {"?": " ", "？": ""}.get(str(bound.label)[-1:], _(": "))
        found += [("" if bound.is_hidden else anchor, f"{bound.label}{mark}{error}") for error in bound.errors]
    return found


@register.inclusion_tag("components/error_summary.html")
def error_summary(source: Any) -> dict[str, object]:
    """What is still wrong in a form, a formset or a list of forms; takes the focus and links to the fields."""
    problems = [problem for form in _forms_of(source) if form.is_bound for problem in _problems(form)]
    if isinstance(source, BaseFormSet) and source.is_bound:
        problems = [("", str(error)) for error in source.non_form_errors()] + problems
    return {"problems": problems}


@register.simple_tag
def timeline(events: Iterable[Any]) -> SafeString:
    """Events with when, what, who, text, url, url_label and state: done, now, next, late, halted or seal."""
    return markup.timeline(events)


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[Any], current: int = 1) -> dict[str, object]:
    """Where somebody is in a sequence: strings or objects with label and url; `current` counts from 1."""
    marked = []
    for number, item in enumerate(items, 1):
        label = item if isinstance(item, str) else _get(item, "label", item)
        state = "done" if number < current else "now" if number == current else "next"
        marked.append({"label": label, "url": _get(item, "url", "") if state == "done" else "", "state": state})
    return {"steps": marked}


def _get(item: Any, name: str, default: Any = None) -> Any:
    return item.get(name, default) if isinstance(item, Mapping) else getattr(item, name, default)


@register.simple_tag
def summary_list(rows: Iterable[Any]) -> SafeString:
    """Facts: rows are (label, value), (label, value, change url) or dicts with label, value, url, action."""
    return markup.summary(rows)


@register.inclusion_tag("components/empty.html")
def empty_state(
    title: str, text: str = "", url: str = "", label: str = "", icon_name: str = "inbox"
) -> dict[str, object]:
    """What would be here, why it is not, and the next step. (Not named `empty`: that word belongs to the for tag.)"""
    return {"title": title, "text": text, "url": url, "label": label, "icon_name": icon_name}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Any], label: str = "") -> dict[str, object]:
    """Sections as links: objects or dicts with url, label, active and count."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, object]:
    """How many of how many, in words and as a bar."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("components/files.html")
def file_list(files: Iterable[Any], empty: str = "") -> dict[str, object]:
    """Files with url, name, size (bytes), kind and at; dicts or objects."""
    return {"files": files, "empty": empty}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, parameter: str = "page") -> dict[str, object]:
    """A bounded pager for a Django page; keeps the other parameters of the address."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is not None:
        query.pop(parameter, None)
    prefix = f"?{query.urlencode()}&" if query else "?"
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "prefix": f"{prefix}{parameter}=", "numbers": list(shown), "gap": page.paginator.ELLIPSIS}


@register.simple_block_tag
def callout(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A remark that must be seen: info, good, due (careful), late (wrong), halted, seal."""
    name = TONE_NAMES.get(tone, tone)
    head = format_html('<p class="callout-title">{}</p>', title) if title else ""
    shape = icon(TONE_ICONS.get(tone, "information-circle"), 24)
    return format_html(
        '<div class="callout tone-{}">{}<div>{}{}</div></div>', name, shape, head, conditional_escape(content)
    )


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "") -> SafeString:
    """A box with a title; with `url` the whole box is a link."""
    head = format_html('<a href="{}">{}</a>', url, title) if url else title
    top = format_html('<h3 class="card-title">{}</h3>', head) if title else ""
    return format_html('<div class="card{}">{}{}</div>', " go" if url else "", top, conditional_escape(content))


@register.simple_tag
def message_look(tags: str) -> dict[str, str]:
    """Tone and icon of a Django message by its tags."""
    level = next((part for part in reversed(str(tags).split()) if part in TONE_ICONS), "info")
    return {"tone": TONE_NAMES.get(level, level), "icon": TONE_ICONS[level]}
