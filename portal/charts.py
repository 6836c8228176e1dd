"""The two charts of the policy's annexes as public pages (P-094): who stands where, and how the service goes. From the data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.queries import course, organisation
from home.charts.course import course_svg, lanes
from home.charts.organisation import organisation_svg


@require_safe
def organisation_chart(request: HttpRequest) -> HttpResponse:
    """Annex 1: the task force of every place that has one."""
    made = [organisation.chart(place) for place in organisation.places()]
    charts = [{"made": one, "picture": organisation_svg(one)} for one in made]
    title = _("How the service is organised")
    return render(
        request, "portal/organisation.html", {"title": title, "charts": charts, "breadcrumbs": _crumbs(title)}
    )


@require_safe
def service_course(request: HttpRequest) -> HttpResponse:
    """Annex 2: the course of the service under every scheme in use."""
    charts = []
    for scheme in course.schemes():
        steps = course.course(scheme)
        label = _("Course of the service under %(scheme)s") % {"scheme": scheme.name}
        rows = [(step, [(name, step.of(side)) for side, name in lanes()]) for step in steps]
        charts.append({"scheme": scheme, "picture": course_svg(steps, label), "label": label, "rows": rows})
    title = _("How the service goes")
    return render(
        request, "portal/service_course.html", {"title": title, "charts": charts, "breadcrumbs": _crumbs(title)}
    )


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Home"), "/"), (title, "")]
