"""Policies in full, and what they mean."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cases.models.organisation import Named
from home.models import HomePage, PublicPage
from portal import facets, tags
from portal.blocks import LAW_FEATURES, BenefitBlock
from portal.models.base import ListPage, WrittenPage


class PolicyStatus(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    TRIAL = "trial", _("In force on trial")
    EXPIRED = "expired", _("Expired")
    REPLACED = "replaced", _("Replaced")


IN_FORCE = (PolicyStatus.IN_FORCE, PolicyStatus.TRIAL)


class PolicyField(Named):
    """A field of policies (W-026): building a plant, selling buildings, renewing estates; editors may add more."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [FieldPanel("name_zh"), FieldPanel("name_en"), FieldPanel("slug"), FieldPanel("order")]

    class Meta:
        ordering = ("order", "slug")
        verbose_name = _("field of policies")
        verbose_name_plural = _("fields of policies")


class PolicyIndexPage(ListPage):
    """/policies/: the newest first."""

    template = "portal/policy_index.html"
    max_count = 1
    parent_page_types = [HomePage]
    subpage_types = ["portal.PolicyPage"]

    class Meta:
        verbose_name = _("policy list")
        verbose_name_plural = _("policy lists")

    def shown_children(self) -> list["PolicyPage"]:
        """What is in force first."""
        found = PolicyPage.objects.live().child_of(self).order_by("-issued_on", "title")
        return sorted(found, key=lambda page: not page.in_force())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        form, pages = tags.FilterForm(request.GET, PolicyField.objects.all()), context["pages"]
        wanted, known = form.chosen(), tags.of(pages)
        shown = [(page, known[page.pk]) for page in pages if known[page.pk].fit(wanted, form.paths)]
        return context | {"form": form, "shown": shown, "narrowed": bool(wanted), "total": len(pages)}


class PolicyPage(PublicPage):
    """An official document, word for word. What it means stands on its explanation page below it."""

    search_kind = "policy"
    picture_kind = "policy"
    number = models.CharField(_("document number"), max_length=60, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=100)
    issued_on = models.DateField(_("date of the document"))
    status = models.CharField(_("status"), max_length=10, choices=PolicyStatus.choices, default=PolicyStatus.IN_FORCE)
    expires_on = models.DateField(
        _("last day in force"), null=True, blank=True,
        help_text=_("Empty: without an end. After this day its benefits are no longer offered, without anybody doing anything."),
    )  # fmt: skip
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("replaced by")
    )
    categories = ParentalManyToManyField(
        "cases.ProjectCategory", blank=True, verbose_name=_("categories"), help_text=_("None: it concerns them all.")
    )
    fields = ParentalManyToManyField(
        "portal.PolicyField", blank=True, related_name="policies", verbose_name=_("fields"),
        help_text=_("For whom it is: building a plant, selling buildings, renewing estates. New ones under Settings."),
    )  # fmt: skip
    stages = ParentalManyToManyField(
        "cases.Stage", blank=True, verbose_name=_("stages"), help_text=_("None: it concerns them all.")
    )
    regions = ParentalManyToManyField(
        "cases.Region", blank=True, verbose_name=_("places"), help_text=_("Where it holds; everything inside counts.")
    )
    full_text = RichTextField(
        _("full text"), features=LAW_FEATURES, help_text=_("The official text, unchanged; only headings are marked.")
    )
    attachments = StreamField(
        [("document", DocumentChooserBlock(label=_("document"))), ("note", blocks.CharBlock(label=_("note")))],
        verbose_name=_("attachments"),
        blank=True,
    )

    template = "portal/policy_page.html"
    parent_page_types = [PolicyIndexPage]
    subpage_types = ["portal.PolicyExplanationPage"]
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel(f) for f in ("number", "issuer", "issued_on", "status", "expires_on", "replaced_by")],
            heading=pgettext_lazy("policy", "Document"),
        ),
        MultiFieldPanel(
            [FieldPanel(f, widget=CheckboxSelectMultiple) for f in ("fields", "categories", "stages")]
            + [FieldPanel("regions")],
            heading=_("For whom and where"),
        ),
        FieldPanel("full_text"),
        FieldPanel("attachments"),
        PublicPage.english_panel,
        PublicPage.review_panel,
    ]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("number"),
        index.SearchField("issuer"),
        index.SearchField("full_text"),
        index.FilterField("issued_on"),
        index.FilterField("status"),
    ]

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")

    def clean(self) -> None:
        """What has been replaced says so; what says so is no longer in force."""
        super().clean()
        if self.replaced_by_id and self.status != PolicyStatus.REPLACED:
            raise ValidationError({"status": _("A policy with a successor is replaced: choose this status.")})
        if self.replaced_by_id and self.replaced_by_id == self.pk:
            raise ValidationError({"replaced_by": _("A policy cannot replace itself.")})

    def standing(self, today: date | None = None) -> PolicyStatus:
        """The status of today: the last day in force has passed whether or not an editor has said so."""
        status = PolicyStatus(self.status)
        if status in IN_FORCE and self.expires_on and self.expires_on < (today or timezone.localdate()):
            return PolicyStatus.EXPIRED
        return status

    def in_force(self, today: date | None = None) -> bool:
        """Whether it gives anybody anything."""
        return self.live and self.standing(today) in IN_FORCE

    def facets(self) -> tuple[Iterable[str], Iterable[str]]:
        categories = [row.code for row in self.categories.all()] or facets.every_category()
        return categories, [row.code for row in self.stages.all()]

    def search_text(self) -> str:
        return f"{self.number} {self.shown_lead} {strip_tags(self.full_text)}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["explanations"] = PolicyExplanationPage.objects.live().child_of(self).order_by("path")
        context["tags"] = tags.of([self])[self.pk] if self.pk else tags.Tags()
        context["questions"] = self.questions.live().order_by("path")[:8] if self.pk else []
        return context


class PolicyExplanationPage(WrittenPage):
    """A policy in plain words: who benefits, under which conditions, how, until when."""

    search_kind = "policy"
    picture_kind = "explanation"
    for_whom = models.TextField(_("who benefits"), max_length=300, blank=True)
    how = models.TextField(_("how to use it"), max_length=300, blank=True)
    until = models.CharField(_("until when"), max_length=100, blank=True)
    benefits = StreamField([("benefit", BenefitBlock())], verbose_name=_("benefits"), blank=True)

    template = "portal/policy_explanation.html"
    parent_page_types = [PolicyPage]
    subpage_types: list[str] = []
    content_panels = [
        *WrittenPage.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("for_whom"), FieldPanel("how"), FieldPanel("until")], heading=_("At a glance")),
        FieldPanel("benefits"),
        FieldPanel("body"),
        WrittenPage.english_panel,
        WrittenPage.review_panel,
    ]
    search_fields = [
        *WrittenPage.search_fields,
        index.SearchField("for_whom"),
        index.SearchField("how"),
        index.SearchField("benefit_words"),
    ]

    class Meta:
        verbose_name = _("policy explanation")
        verbose_name_plural = _("policy explanations")

    def benefit_words(self) -> str:
        """Names of the benefits and what they bring, in both languages; the conditions are codes and say nothing to readers."""
        names = ("name", "what", "name_en", "what_en")
        return " ".join(str(block.value.get(name) or "") for block in self.benefits for name in names)

    def search_text(self) -> str:
        return f"{self.for_whom} {self.how} {super().search_text()} {self.benefit_words()}"

    def facets(self) -> tuple[Iterable[str], Iterable[str]]:
        above: PublicPage = self.get_parent().specific
        return above.facets()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        from portal import benefits  # noqa: PLC0415  they are read from these pages

        context["policy"] = policy = self.get_parent().specific
        context["in_force"] = policy.in_force()
        context["tags"] = tags.of([policy])[policy.pk]
        context["matches"] = benefits.of({}, [self])
        return context
