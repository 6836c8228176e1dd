"""Contacts with the enterprise: who went where, so that it need not."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums_work import ContactWay
from cases.models.case import Case
from cases.models.item import CaseItem
from cases.models.paper import IssuedDocument
from cases.models.people import User


class Contact(models.Model):
    """One contact by one way (W-001, W-004). Append-only: a wrong row is corrected by a later one. Writer: ``actions.contacts``.

    ``void``: the row only says that the one it corrects did not take place.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="contacts")
    way = models.CharField(_("way"), max_length=16, choices=ContactWay.choices)
    on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    people = models.CharField(_("people of the service"), max_length=300)
    met = models.CharField(_("people of the enterprise"), max_length=300, blank=True)
    purpose = models.TextField(_("purpose and result"))
    items = models.ManyToManyField(
        CaseItem, blank=True, related_name="contacts", verbose_name=pgettext_lazy("approval", "items")
    )
    vehicle = models.CharField(_("vehicle"), max_length=60, blank=True)
    why_came = models.CharField(_("why the enterprise had to come"), max_length=300, blank=True)
    document = models.OneToOneField(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    void = models.BooleanField(_("did not take place"), default=False)
    what_was_wrong = models.CharField(_("what was wrong"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=~Q(way=ContactWay.ENTERPRISE_CAME) | ~Q(why_came=""),
                name="coming_has_its_reason",
                violation_error_message=_("Say why the enterprise had to come, so that it can be avoided."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, void=False) | (Q(corrects__isnull=False) & ~Q(what_was_wrong="")),
                name="contact_correction_says_why",
                violation_error_message=_("Say what was wrong."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.on}"
