"""Words that mean the same, kept by editors and approved like pages: search finds the official word by any of them."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, WorkflowMixin

APART = re.compile(r"[\s,，、;；]+")
BETWEEN = ", "  # as it is stored, whatever an editor typed
MOST = 12


class Synonyms(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """One meaning: what people say, and the official word last (W-066)."""

    words = models.CharField(
        gettext_lazy("words that mean the same"), max_length=300,
        help_text=gettext_lazy("Parted by commas or spaces, the official word last."),
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
        return tuple(dict.fromkeys(word.lower() for word in APART.split(self.words.strip()) if word))

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
