"""Links to guides."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.models import ApprovalItem
from portal.models.guide import guide_urls

register = template.Library()


@register.simple_tag
def guide_link(item: ApprovalItem) -> SafeString:
    """The item's name; with its guide where one is published."""
    url = guide_urls().get(item.pk)
    return format_html('<a href="{}">{}</a>', url, item.name) if url else format_html("{}", item.name)
