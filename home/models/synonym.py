"""Words that mean the same, kept by editors and approved like pages: search finds the official word by any of them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, WorkflowMixin

# A sign parts; so does a space, but between Latin words only where no sign parts them: "tap water, water supply" are two words.
SIGNS, APART = re.compile(r"[,，、;；\n]+"), re.compile(r"(?<![ -~])\s+|\s+(?![ -~])")
BETWEEN = ", "  # as it is stored, whatever an editor typed
MOST = 12


class Synonyms(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """One meaning: what people say, and the official word last (W-066). Several Latin words may be one (planning permission)."""

    words = models.CharField(
        gettext_lazy("words that mean the same"), max_length=300,
        help_text=gettext_lazy("Parted by commas or spaces, the official word last. English words of several parts: by commas."),
    )  # fmt: skip

    panels = [FieldPanel("words")]

    class Meta:
        ordering = ("pk",)
        verbose_name = gettext_lazy("synonyms")
        verbose_name_plural = gettext_lazy("synonyms of the search")

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.words = BETWEEN.join(self.group)
        super().save(*args, **kwargs)

    @property
    def group(self) -> tuple[str, ...]:
        """The words, each once, lower case."""
        parts = SIGNS.split(self.words.strip())
        if len(parts) == 1:
            parts = self.words.split()
        found = (" ".join(word.split()).lower() for part in parts for word in APART.split(part.strip()))
        return tuple(dict.fromkeys(word for word in found if word))

    def clean(self) -> None:
        """At least two words, none of them a single character, none in two groups: it would mean two things."""
        super().clean()
        group = self.group
        if not 2 <= len(group) <= MOST:
            raise ValidationError({"words": _("Between 2 and %(n)s words.") % {"n": MOST}})
        if short := next((word for word in group if len(word) < 2), ""):
            raise ValidationError(
                {"words": _("“%(word)s” is too short: it stands inside many other words.") % {"word": short}}
            )
        for other in Synonyms.objects.exclude(pk=self.pk):
            if twice := next((word for word in group if word in other.group), ""):
                raise ValidationError(
                    {"words": _("“%(word)s” has a group already: %(group)s") % {"word": twice, "group": other}}
                )


def add_missing(groups: Iterable[Sequence[str]]) -> tuple[list[Synonyms], list[str]]:
    """Groups of a newer release for a site whose editors have their own: the new rows, and the words that stay as an editor
    has them, in use or not. A word with a group is left there; a group whose official word has one is left out."""
    taken = {word for row in Synonyms.objects.all() for word in row.group}
    added, kept = [], []
    for group in groups:
        kept += [word for word in group if word in taken]
        free = [word for word in group if word not in taken]
        if group[-1] in taken or len(free) < 2:
            continue
        added.append(Synonyms.objects.create(words=BETWEEN.join(free)))
        taken.update(free)
    return added, kept
