"""Invented people, projects and cases for a first look. Does nothing once they are there; never runs in production by itself."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.utils import translation
from wagtail.models import Site

from cases.actions import public_figures
from cases.enums import PostRole
from cases.management import demo_accounts
from cases.management.demo import people, story
from cases.models import Case, User
from home.models import SiteSettings

EDITORS = {"demo-promoter@example.com": ("宋宣讲", 0), "demo-reviewer@example.com": ("何审核", 1)}
GROUPS = PRESENTERS, _REVIEWERS = ("政策宣讲员", "发布审核")


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("zh-hans"):
            cast = people.build(demo_accounts.PASSWORD, demo=True)
            for email, (name, group) in EDITORS.items():
                user = people.person("", name, demo_accounts.PASSWORD, email=email, staff=True)
                user.groups.add(*Group.objects.filter(name=GROUPS[group]))
                if GROUPS[group] == PRESENTERS:  # who writes for the public also answers it (W-067)
                    people.post(user, "370783-agency", PostRole.POLICY_PRESENTER)
            _sign()
            made = [] if Case.objects.filter(enterprise=cast.heavy).exists() else story.build(cast)
            for user in User.objects.all():  # the story brings people of its own
                EmailAddress.objects.update_or_create(
                    user=user, email=user.email, defaults={"verified": True, "primary": True}
                )
            public_figures.make()
        if options["verbosity"]:
            self.stdout.write(f"{len(made)} demo cases")


def _sign() -> None:
    """What must stand at the foot of a government site, as everybody sees an example; only where nothing is entered yet."""
    site = Site.objects.filter(is_default_site=True).first()
    row = SiteSettings.for_site(site) if site else None
    if row is None or row.host_unit or row.site_code:
        return
    row.host_unit, row.run_unit = "示例市行政审批服务局", "示例市项目帮代办中心"
    row.site_code, row.icp = "3700000000（示例）", "鲁ICP备00000000号（示例）"
    row.police_record = "鲁公网安备00000000000000号（示例）"
    row.address, row.hours = "示例路 6 号市民服务中心（示例）", "工作日 9:00—17:00（示例）"
    row.host_unit_en, row.run_unit_en = (
        "Approval Service Bureau of Example City",
        "Assisted Approval Centre of Example City",
    )
    row.address_en, row.hours_en = "Citizens' Centre, 6 Example Road (example)", "Working days 9:00 to 17:00 (example)"
    row.save()
