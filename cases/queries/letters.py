"""The words of messages, made for the reader's language when they are shown or sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cases import daywords, paperwords
from cases.enums import BLZT, DeliveryMethod, MeetingKind, SuspensionGround
from cases.enums_work import ProblemKind, SpecialKind, WorksEvent
from cases.listwords import listed
from cases.models import Notice, Unit
from cases.queries import (
    letters_alerts,
    letters_appraisal,
    letters_easier,
    letters_findings,
    letters_finish,
    letters_ledger,
    letters_public,
    letters_reports,
    letters_routes,
    letters_work,
    sentences,
    sentences_dates,
    sentences_work,
)


def _facts(notice: Notice, names: Mapping[str, str] | None) -> dict[str, Any]:
    """Data of a notice with codes turned into words."""
    data = dict(notice.data)
    for key, kind in (
        ("ground", SuspensionGround),
        ("method", DeliveryMethod),
        ("meeting", MeetingKind),
        ("problem", ProblemKind),
        ("works", WorksEvent),
        ("special", SpecialKind),
    ):
        if data.get(key) in kind.values:
            data[key] = kind(data[key]).label
    for key in ("on", "due", "until", "before"):
        if key in data:
            data[key] = sentences_dates.told(data[key]) if key == "due" else daywords.told(data[key])
    if data.get("clock"):
        data["on"] = f"{data['on']} {data['clock']}"
    if "task_due" in data:
        day = daywords.told(data["task_due"])
        data["by_day"] = _("It is to be done by %(day)s.") % {"day": day} if day else ""
    if "code" in data:
        data["step"] = BLZT(data["code"]).label
    if "item" in data:
        data["item"] = sentences.item_name(data["item"], names)
    if "points" in data:
        data["points"] = "\n".join(f"· {point}" for point in data["points"])
    if "moved" in data:
        data["moved"] = "\n".join(f"· {_moved(line, names)}" for line in data["moved"])
    letters_routes.say(data, names)
    letters_ledger.say(data)
    letters_public.say(data)
    letters_easier.say(data)
    letters_finish.say(data)
    letters_findings.say(data)
    letters_appraisal.say(data)
    letters_alerts.say(data)
    letters_reports.say(data)
    if "units" in data:
        data["units"] = listed(Unit.objects.filter(code__in=data["units"]).order_by("code"))
    if "urged" in data:
        data["urged"] = sentences_work.urged(data["urged"], data.get("label", ""))
    data["project"] = notice.case.project.name if notice.case else ""
    data["paper"] = paperwords.signed_paper(notice.case.scheme.agreement_kind) if notice.case else ""
    data["case"] = notice.case.number or "" if notice.case else ""
    return data


def _moved(line: Mapping[str, Any], names: Mapping[str, str] | None) -> str:
    name = sentences.item_name(line["item"], names) if line.get("item") else line.get("name", "")
    return sentences_dates.moved(line, name)


def _texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body). Bodies say what happened and what the reader can do."""
    return {
        "invitation": (_("You are invited to %(enterprise)s"), _("%(inviter)s invites you to work on the projects of %(enterprise)s. Open this link with the account of this e-mail address: %(link)s")),
        "receipt": (_("Received: %(project)s"), _("Your application has arrived. Its number is %(case)s. The receipt is on the page of the case.")),
        "submitted": (_("New application: %(project)s"), _("An application has come in. Check it and answer.")),
        "withdrawn": (_("Withdrawn: %(project)s"), _("The enterprise has withdrawn its application. %(reason)s")),
        "correction": (_("Please correct: %(project)s"), _("Correct the following by %(due)s:\n%(points)s")),
        "correction_answered": (_("Correction received: %(project)s"), _("The enterprise has sent its correction.")),
        "generation_opened": (_("Project generation review: %(project)s"), _("The member units now review compliance and feasibility in two meetings; then the government decides.")),
        "generation_passed": (_("The project has passed: %(project)s"), _("The government has decided for the project. The agency will accept the application next.")),
        "accepted": (_("Accepted: %(project)s"), _("Your application is accepted. The agency draws up the %(paper)s next; you need do nothing now.")),
        "declined": (_("Declined: %(project)s"), _("Your application was declined. Reason: %(reason)s")),
        "agreement_offered": (_("Please sign: %(project)s"), _("The document %(document)s is ready. Read it and sign online, or print, sign, seal and upload it.")),
        "paper_handed_in": (_("Signed paper to check: %(project)s"), _("The enterprise has uploaded the signed paper of %(document)s.")),
        "paper_rejected": (_("Signed paper returned: %(project)s"), _("The scan of %(document)s cannot count: %(reason)s")),
        "signed": (_("Signed: %(project)s"), _("The document %(document)s is signed by both sides. The service begins.")),
        "signed_agency": (_("The %(paper)s is signed: %(project)s"), _("The enterprise has signed %(document)s. The work on this project begins.")),
        "on_team": (_("You are on the team: %(project)s"), _("You were named to the team of this project.")),
        "team_named": (_("Your contact: %(project)s"), _("Your first contact is %(lead)s, phone %(phone)s.")),
        "meeting_called": (_("Invitation: %(meeting)s on %(on)s"), _("Your unit is invited to the %(meeting)s on %(on)s at %(place)s. Give your opinion before it.")),
        "meeting_planned": (_("%(meeting)s on %(on)s: %(project)s"), _("A meeting about your project is planned; you need not come.")),
        "meeting_moved": (_("%(meeting)s moved to %(on)s: %(project)s"), _("The %(meeting)s now takes place on %(on)s at %(place)s. Reason: %(reason)s")),
        "meeting_cancelled": (_("%(meeting)s on %(on)s is cancelled: %(project)s"), _("The %(meeting)s planned for %(on)s does not take place. Reason: %(reason)s")),
        "meeting_held": (_("%(meeting)s held: %(project)s"), _("The meeting on %(on)s was recorded.")),
        "notified": (_("What your project needs: %(project)s"), _("The one-off notification %(document)s lists every item, its materials, limits and fees.")),
        "flow_table_filed": (_("Flow table filed: %(project)s"), _("%(group)s has filed version %(version)s of its flow table.")),
        "plan_set": (_("Roadmap: %(project)s"), _("The roadmap with its dates is on the page of the case.\n%(moved)s")),
        "plan_changed": (_("Roadmap changed: %(project)s"), _("The roadmap has a new version. Reason: %(reason)s\n%(moved)s")),
        "flow_table_changed": (_("Flow table changed: %(project)s"), _("The flow table of %(group)s, in which you handle items, has a new version. Reason: %(reason)s")),
        "agent_changed": (_("Other agent: %(item)s"), _("%(item)s of %(project)s is now handled by: %(agent)s")),
        "item_fact": (_("%(item)s: %(step)s"), _("%(item)s of %(project)s: %(step)s on %(on)s.")),
        "item_added": (_("Added: %(item)s (%(project)s)"), _("On %(on)s “%(item)s” was added to the items of %(project)s. Reason: %(reason)s\nThe roadmap will be set anew.")),
        "item_dropped": (_("Taken out: %(item)s (%(project)s)"), _("On %(on)s “%(item)s” was taken out of the items of %(project)s. Reason: %(reason)s\nThe roadmap will be set anew.")),
        "limit_extended": (_("Legal limit extended: %(item)s"), _("The authority has extended the legal limit of %(item)s by %(days)s days. Ground: %(reason)s")),
        "item_yours": (_("Yours now: %(item)s"), _("You are the agent of %(item)s in %(project)s.")),
        "suspended": (_("Suspended: %(project)s"), _("The service is suspended. Ground: %(ground)s. %(explanation)s\nPlease sign %(document)s. Approvals already filed go on.")),
        "suspension_signed": (_("Suspension form signed: %(project)s"), _("The enterprise has signed %(document)s.")),
        "resumed": (_("Resumed: %(project)s"), _("The service goes on (%(document)s). The enterprise signs this form on the page of the project.")),
        "resumption_signed": (_("Resumption form signed: %(project)s"), _("The enterprise has signed %(document)s.")),
        "terminated": (_("Terminated: %(project)s"), _("The service was terminated. Reason: %(reason)s\nThe enterprise can evaluate the service on the page of the case; it is voluntary.")),
        "delivery_started": (_("All items are finished: %(project)s"), _("The results will be handed over to you.")),
        "delivered": (_("Handed over: %(project)s"), _("%(method)s %(carrier)s %(tracking)s")),
        "completion_offered": (_("Please confirm: %(project)s"), _("Confirm with %(document)s that everything was handed over.")),
        "closed": (_("Finished: %(project)s"), _("The service is finished. How was it? Your evaluation takes one minute and is voluntary.")),
        "closed_agency": (_("Finished: %(project)s"), _("The enterprise has confirmed completion. Archive the case.")),
        "evaluated": (_("Evaluated: %(project)s"), _("The enterprise has evaluated the service.")),
        "dates_moved": (_("Dates moved: %(project)s"), _("The working calendar has changed (%(source)s). These open dates moved:\n%(moved)s\nWhat the roadmap promised stays as it was.")),
        "message": (_("Message from %(author)s: %(project)s"), "%(text)s"),
    } | letters_routes.texts() | letters_work.texts() | letters_ledger.texts() | letters_public.texts() | letters_easier.texts() | letters_finish.texts() | letters_findings.texts() | letters_alerts.texts() | letters_appraisal.texts() | letters_reports.texts()  # fmt: skip


class _Blank(dict[str, Any]):
    """A fact that an old notice lacks is left blank."""

    def __missing__(self, key: str) -> str:
        return ""


def item_names(notices: Iterable[Notice]) -> dict[str, str]:
    """Names of the items that these notices speak of, for ``words`` of a whole list."""
    rows = [line for notice in notices for line in (notice.data, *notice.data.get("moved", ()))]
    return sentences.item_names(code for row in rows for code in [row.get("item"), *row.get("items", [])] if code)


def words(
    notice: Notice, language: str | None = None, base_url: str = "", names: Mapping[str, str] | None = None
) -> tuple[str, str]:
    """Subject and body for the reader's language."""
    with translation.override(language or translation.get_language() or "zh-hans"):
        subject, body = _texts()[notice.kind]
        facts = _Blank(_facts(notice, names))
        if "path" in notice.data:
            facts["link"] = base_url + notice.data["path"]
        return " ".join((subject % facts).split()), (body % facts).strip()


def subject(notice: Notice) -> str:
    return words(notice)[0]


def body(notice: Notice) -> str:
    return words(notice)[1]
