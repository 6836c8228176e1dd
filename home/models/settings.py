"""What the site says about itself; edited by administrators under Settings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Name, contact and the identifiers that a government site must show in its footer (domain F.5)."""

    name = models.CharField(_("name of the service"), max_length=60, default="帮代办服务")
    name_en = models.CharField(_("name (English)"), max_length=100, default="Assisted Approval Service")
    slogan = models.CharField(_("slogan"), max_length=100, blank=True, default="企业办事零跑腿，部门上门多跑腿")
    slogan_en = models.CharField(
        _("slogan (English)"), max_length=150, blank=True, default="We make the trips, you build the project"
    )
    hotline = models.CharField(_("hotline"), max_length=30, blank=True, default="12345")
    supervision_phone = models.CharField(
        _("supervision phone"), max_length=30, blank=True, default="12345", help_text=_("Where readers complain.")
    )
    hours = models.CharField(_("office hours"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    host_unit = models.CharField(_("host"), max_length=100, blank=True)
    run_unit = models.CharField(_("operated by"), max_length=100, blank=True)
    hours_en = models.CharField(_("office hours (English)"), max_length=150, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=300, blank=True)
    host_unit_en = models.CharField(_("host (English)"), max_length=200, blank=True)
    run_unit_en = models.CharField(_("operated by (English)"), max_length=200, blank=True)
    site_code = models.CharField(_("website identification code"), max_length=20, blank=True)
    icp = models.CharField(_("ICP record number"), max_length=60, blank=True)
    police_record = models.CharField(_("public security record number"), max_length=60, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("slogan"), FieldPanel("name_en"), FieldPanel("slogan_en")],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [FieldPanel(f) for f in ("hotline", "supervision_phone", "hours", "address", "email")],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel(f) for f in ("hours_en", "address_en", "host_unit_en", "run_unit_en")],
            heading=_("English"),
            help_text=_("Readers of English get these words; empty: the Chinese ones, marked as Chinese."),
        ),
        MultiFieldPanel(
            [FieldPanel(f) for f in ("host_unit", "run_unit", "site_code", "icp", "police_record")],
            heading=_("Identifiers in the footer"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")

    def brand(self, english: bool) -> dict[str, str]:
        """What the shell's templates call ``site_brand``."""
        plain = ("hotline", "supervision_phone", "email", "site_code", "icp", "police_record")
        brand = {name: str(getattr(self, name)) for name in plain}
        for name in ("name", "slogan", "hours", "address", "host_unit", "run_unit"):
            brand[name] = str((english and getattr(self, f"{name}_en")) or getattr(self, name))
        return brand
