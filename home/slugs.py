"""Clean addresses for Chinese titles: pinyin for Han characters, everything else as Django slugifies it."""

from django.utils.text import slugify
from pypinyin import lazy_pinyin

MAX_LENGTH = 60


def clean_slug(text: str) -> str:
    """施工许可怎么办 -> shi-gong-xu-ke-zen-me-ban; never empty ("page"), never longer than 60, cut at a syllable."""
    slug = slugify(" ".join(lazy_pinyin(text[:200])))
    if len(slug) > MAX_LENGTH:
        slug = slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]
    return slug or "page"
