"""Whether a project may be served, under which scheme and on which ground (W-010, W-011, W-083, P-040)."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import Ground, UnitKind
from cases.models import MajorProjectListEntry, Project, Region, ServiceScheme, Unit


@dataclass(frozen=True)
class GroundResult:
    """One ground: met or not, by what, and a sentence for the enterprise."""

    ground: Ground
    met: bool
    reference: str
    sentence: str


@dataclass(frozen=True)
class Eligibility:
    """The answer with everything that led to it."""

    eligible: bool
    scheme: ServiceScheme | None
    sentence: str
    grounds: list[GroundResult] = field(default_factory=list)

    @property
    def first_met(self) -> GroundResult | None:
        return next((ground for ground in self.grounds if ground.met), None)


def _upwards(region: Region) -> list[Region]:
    """The region and everything it lies in, nearest first: one query by the codes of its path."""
    codes = region.path.split("/")
    found = {row.code: row for row in Region.objects.filter(code__in=codes).select_related("scheme")}
    return [found[code] for code in reversed(codes) if code in found]


def scheme_for(region: Region) -> ServiceScheme | None:
    """The scheme of the region or of the nearest region above it that has one."""
    return next((place.scheme for place in _upwards(region) if place.scheme), None)


def agency_for(region: Region) -> Unit | None:
    """The agency that first takes a case of this region: its own, else the nearest above (W-034, W-071)."""
    for place in _upwards(region):
        unit = Unit.objects.filter(region=place, kind=UnitKind.AGENCY).order_by("code").first()
        if unit:
            return unit
    return None


def _entry(project: Project, scheme: ServiceScheme) -> MajorProjectListEntry | None:
    """The line with the same code, or with the same name and no other enterprise."""
    places = [place.pk for place in _upwards(project.region)]
    entries = MajorProjectListEntry.objects.filter(
        year=timezone.localdate().year, level__in=scheme.list_levels, region__in=places
    ).select_related("region")
    wanted_name = "".join(project.name.split())
    for entry in entries:
        same_code = bool(entry.project_code) and entry.project_code == project.project_code
        same_name = "".join(entry.name.split()) == wanted_name and entry.uscc in ("", project.enterprise.uscc)
        if same_code or same_name:
            return entry
    return None


def _on_list(project: Project, scheme: ServiceScheme) -> GroundResult:
    year, entry = timezone.localdate().year, _entry(project, scheme)
    if entry:
        reference = f"{entry.year} · {entry.region.name} · {entry.get_level_display()} · {entry.name}"
        sentence = _("The project is on the %(year)s list of major projects.") % {"year": year}
        return GroundResult(Ground.MAJOR_LIST, True, reference, sentence)
    return GroundResult(
        Ground.MAJOR_LIST,
        False,
        "",
        _("No entry with this name and enterprise, or this project code, is on the %(year)s list of major projects.")
        % {"year": year},
    )


def entry_of(project: Project) -> MajorProjectListEntry | None:
    """The line of this year's list that the project is on, when the lists of its scheme know it (W-002, W-083)."""
    scheme = scheme_for(project.region)
    return _entry(project, scheme) if scheme else None


def _by_investment(project: Project, scheme: ServiceScheme) -> GroundResult:
    least = scheme.min_investment or Decimal(0)
    met = project.investment is not None and project.investment >= least
    wanted = _in_yi(least)
    if met:
        sentence = _("The investment reaches %(limit)s hundred million yuan.") % {"limit": wanted}
    else:
        sentence = _("The investment is below %(limit)s hundred million yuan.") % {"limit": wanted}
    reached = _("%(amount)s hundred million yuan") % {"amount": _in_yi(project.investment)} if met else ""
    return GroundResult(Ground.INVESTMENT, met, reached, sentence)


def _in_yi(yuan: Decimal) -> str:
    """In hundred million yuan, to ten thousand yuan."""
    return f"{yuan / Decimal(100_000_000):.4f}".rstrip("0").rstrip(".")


def _by_decision(project: Project, scheme: ServiceScheme) -> GroundResult:
    reference = (project.decision_reference or "").strip()
    if reference:
        sentence = _("A decision of the government is named; the agency will check it.")
    else:
        sentence = _("No decision of the government is named.")
    return GroundResult(Ground.DECISION, bool(reference), reference, sentence)


_CHECKS = {Ground.MAJOR_LIST: _on_list, Ground.INVESTMENT: _by_investment, Ground.DECISION: _by_decision}


def check(project: Project) -> Eligibility:
    """Ask every ground of the region's scheme; one that is met is enough. The project need not be saved."""
    scheme = scheme_for(project.region)
    if scheme is None:
        return Eligibility(False, None, _("The service has not been set up in this region yet."))
    grounds = [_CHECKS[Ground(code)](project, scheme) for code in scheme.grounds]
    met = next((ground for ground in grounds if ground.met), None)
    if met:
        return Eligibility(True, scheme, _("The project can be served: %(why)s") % {"why": met.sentence}, grounds)
    return Eligibility(
        False,
        scheme,
        _(
            "The project does not meet a ground of this region yet. It may still be applied for: "
            "the agency checks it and gives the reason."
        ),
        grounds,
    )
