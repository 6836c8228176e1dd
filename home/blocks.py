"""Blocks of the home page: each text in both languages, because the first page is read in both."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.words import is_chinese


class Bilingual(blocks.StructValue):
    """Gives ``value.shown.name``: the text of the reader's language, Chinese where no English is written."""

    @property
    def shown(self) -> dict[str, Any]:
        names = [key.removesuffix("_zh") for key in self if key.endswith("_zh")]
        return {name: (not is_chinese() and self.get(f"{name}_en")) or self.get(f"{name}_zh") for name in names}


class StepBlock(blocks.StructBlock):
    title_zh = blocks.CharBlock(label=_("step (Chinese)"), max_length=40)
    title_en = blocks.CharBlock(label=_("step (English)"), max_length=80, required=False)
    text_zh = blocks.CharBlock(label=_("what happens (Chinese)"), max_length=200)
    text_en = blocks.CharBlock(label=_("what happens (English)"), max_length=300, required=False)

    class Meta:
        value_class = Bilingual
        icon = "order"
        label = _("step")


class SchemeBlock(blocks.StructBlock):
    """How the service goes, step by step, under one scheme."""

    title_zh = blocks.CharBlock(label=_("title (Chinese)"), max_length=60)
    title_en = blocks.CharBlock(label=_("title (English)"), max_length=100, required=False)
    who_zh = blocks.TextBlock(label=_("who may use it (Chinese)"))
    who_en = blocks.TextBlock(label=_("who may use it (English)"), required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("steps"))

    class Meta:
        value_class = Bilingual
        icon = "list-ol"
        label = _("how the service goes")
        template = "home/blocks/scheme.html"
        preview_value = {
            "title_zh": "“0+N”帮代办",
            "who_zh": "重大重点项目",
            "steps": [{"title_zh": "申请", "text_zh": "在线填写项目信息，选择需要帮办的事项。"}],
        }
        description = _("The steps of one service scheme, from the application to the evaluation.")
