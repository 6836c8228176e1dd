"""The words of mails that bring a summary report."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import rhythms
from cases.models import Region

_titles: dict[str, Any] = {}


def name(code: str, title: Any) -> None:
    """Say how a report is called (``reports`` does: it stands above the words of messages)."""
    _titles[code] = title


def say(data: dict[str, Any]) -> None:
    """Report, place and time in the reader's language, the figures as lines, and what was not sent."""
    if "report_place" not in data:
        return
    data["report"] = str(_titles.get(data.get("report", ""), data.get("report", "")))
    region = Region.objects.filter(code=data["report_place"]).first()
    data["of_place"] = region.name if region else data["report_place"]
    if "time" in data:
        data["time"] = rhythms.words(*rhythms.parse(data["time"]))
    if "figures" in data:
        lines: list[str] = data["figures"].get(translation.get_language() or "") or next(
            iter(data["figures"].values()), []
        )
        data["figures"] = "\n".join(f"· {line}" for line in lines)
    missed = data.get("missed", 0)
    data["not_sent"] = (
        ngettext(
            "%(n)s report before it was not sent, because no worker ran; it can be opened on the page.",
            "%(n)s reports before it were not sent, because no worker ran; they can be opened on the page.",
            missed,
        )
        % {"n": missed}
        if missed
        else ""
    )


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "report_told": (_("%(report)s: %(of_place)s, %(time)s"), _("%(figures)s\n\n%(not_sent)s\n\nThe whole report, with its definitions and files: %(link)s\n\nYou subscribed to it; on that page you can end the subscription.")),
        "report_stopped": (_("No longer sent: %(report)s, %(of_place)s"), _("You have subscribed to this report. You hold no post any more that leads, supervises or dispatches the service of the place, so it is no longer sent to you.")),
    }  # fmt: skip
