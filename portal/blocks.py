"""Blocks that editors write with. Each has a preview, a help text and a template without inline style."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from portal import conditions

TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]
LAW_FEATURES = ["h2", "h3", "h4", "bold", "ol", "ul", "link"]
TONES = [
    ("info", _("Good to know")),
    ("due", _("Take care")),
    ("late", _("A common mistake")),
    ("good", _("An easier way")),
]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("heading")
        template = "portal/blocks/heading.html"
        preview_value = "什么时候可以申请"
        description = _("A heading inside the page; readers jump by headings.")


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("text")
        template = "portal/blocks/text.html"
        preview_value = "<p>材料齐全、符合法定形式的，当场受理。</p>"
        description = _("Paragraphs and lists. Short sentences, the reader first.")


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(label=_("kind"), choices=TONES, default="info")
    title = blocks.CharBlock(label=_("title"), max_length=60, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=["bold", "link"])

    class Meta:
        icon = "warning"
        label = _("remark")
        template = "portal/blocks/callout.html"
        preview_value = {"tone": "due", "title": "请注意", "text": "<p>领证后三个月内应当开工。</p>"}
        description = _("One remark that must not be missed; at most one or two on a page.")


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("step"), max_length=60)
    text = blocks.RichTextBlock(label=_("what happens"), features=["bold", "link", "ul"], required=False)

    class Meta:
        icon = "order"
        label = _("step")


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(), label=_("steps"))

    class Meta:
        icon = "list-ol"
        label = _("steps")
        template = "portal/blocks/steps.html"
        preview_value = {"steps": [{"title": "网上申请", "text": ""}, {"title": "领取结果", "text": ""}]}
        description = _("What to do, in order; numbered for the reader.")


class DetailsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("what is hidden"), max_length=100)
    text = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES)

    class Meta:
        icon = "collapse-down"
        label = _("fold-out")
        template = "portal/blocks/details.html"
        preview_value = {"title": "没有项目代码怎么办", "text": "<p>可以先申请，立项后补填。</p>"}
        description = _("Detail that only some readers need; folded until asked for, open in print.")


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    note = blocks.CharBlock(label=_("what it is"), max_length=150, required=False)

    class Meta:
        icon = "doc-full"
        label = _("file to download")
        template = "portal/blocks/download.html"
        description = _("A form or a well-filled example.")


class ExampleBlock(blocks.StructBlock):
    """A form as it should look."""

    title = blocks.CharBlock(label=_("which form"), max_length=80)
    document = DocumentChooserBlock(label=_("document"))
    note = blocks.CharBlock(label=_("what to look at"), max_length=200, required=False)

    class Meta:
        icon = "doc-full-inverse"
        label = _("example")


class FilledRowBlock(blocks.StructBlock):
    field = blocks.CharBlock(label=_("field of the form"), max_length=60)
    value = blocks.CharBlock(label=_("what stands there"), max_length=300)
    why = blocks.CharBlock(label=_("what to look at"), max_length=200, required=False)

    class Meta:
        icon = "edit"
        label = _("field")


class FilledBlock(blocks.StructBlock):
    """A form on the page itself, filled in by an invented enterprise: read, printed and heard without a file."""

    title = blocks.CharBlock(label=_("which form"), max_length=80)
    rows = blocks.ListBlock(FilledRowBlock(), label=_("fields"))
    note = blocks.CharBlock(label=_("what to look at"), max_length=200, required=False)

    class Meta:
        icon = "form"
        label = _("form filled in")
        template = "portal/blocks/filled.html"
        preview_value = {
            "title": "项目备案信息",
            "note": "企业和项目均为虚构。",
            "rows": [{"field": "项目名称", "value": "年产五万吨示例新材料项目", "why": "写明产品和规模。"}],
        }
        description = _("Field by field, with what is often done wrong beside it. Everybody in it is invented.")


class ConditionBlock(blocks.StructBlock):
    """One condition as data, so that it can be held against a project."""

    fact = blocks.ChoiceBlock(label=_("fact of the project"), choices=conditions.fact_choices)
    op = blocks.ChoiceBlock(label=_("comparison"), choices=conditions.OPERATORS, default="in")
    value = blocks.CharBlock(
        label=_("value"), max_length=200,
        help_text=_("Codes with commas between them (IND,WHS · 370783 · private · yes), or a number; money in ten thousand yuan."),
    )  # fmt: skip

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        fault = conditions.fault(cleaned["fact"], cleaned["op"], cleaned["value"])
        if fault:
            raise blocks.StructBlockValidationError(block_errors={"value": ValidationError(fault)})
        return cleaned

    class Meta:
        icon = "tick-inverse"
        label = _("condition")


class BenefitBlock(blocks.StructBlock):
    """What a policy gives and to whom; readers hold it against their own project."""

    name = blocks.CharBlock(label=_("benefit"), max_length=80)
    name_en = blocks.CharBlock(label=_("benefit (English)"), max_length=120, required=False)
    what = blocks.TextBlock(label=_("what it brings"), max_length=300)
    what_en = blocks.TextBlock(label=_("what it brings (English)"), max_length=400, required=False)
    amount = blocks.CharBlock(
        label=_("how much"),
        max_length=120,
        required=False,
        help_text=_("As the policy names it. Empty: readers are told that it names no amount."),
    )
    amount_en = blocks.CharBlock(label=_("how much (English)"), max_length=160, required=False)
    until = blocks.DateBlock(label=_("in force until"), required=False, help_text=_("Empty: without an end."))
    conditions = blocks.ListBlock(
        ConditionBlock(), label=_("conditions"), min_num=1, help_text=_("All of them have to hold.")
    )

    class Meta:
        icon = "pick"
        label = _("benefit")
        template = "portal/blocks/benefit.html"
        preview_value = {"name": "标准地", "what": "土地带着指标出让。", "conditions": []}
        description = _("A benefit with its conditions as data: the page “Which benefits may I claim?” reads them.")


class BodyBlocks(blocks.StreamBlock):
    """The editor's own words, on every page type."""

    heading = HeadingBlock(max_length=80)
    text = TextBlock(features=TEXT_FEATURES)
    callout = CalloutBlock()
    steps = StepsBlock()
    details = DetailsBlock()
    download = DownloadBlock()

    class Meta:
        label = _("text")
