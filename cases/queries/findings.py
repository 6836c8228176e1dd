"""Findings one may see, who judges them, and what they rest on in words (W-095, P-092)."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import findings as law
from cases import permissions
from cases.daywords import date_words
from cases.enums_findings import COUNTED, DAYS, CircularKind, FindingAct, FindingStatus, Sought
from cases.enums_work import OrderStatus, ReportLevel
from cases.listwords import listed
from cases.models import Case, Finding, Region, SupervisionOrder, TeamMember, Unit, User
from cases.queries import people, sentences_work, tree
from cases.queries import supervision as orders
from cases.queries.people import named

S = FindingStatus
WEEKS = 4  # days that a sentence names one by one
PARTS = (
    "case__project",
    "case__region",
    "case__handling_unit",
    "case_item__item",
    "unit",
    "person",
    "rule",
    "order__document",
    "inspection",
)


def visible_to(user: User) -> QuerySet[Finding]:
    """Whoever looks over the place sees every finding but those that concern the person; the unit concerned, once it is heard."""
    concerned = _concerned(user)
    own = Q(unit__in=permissions.opinion_units(user)) | Q(person=user)
    heard = Q(hearing_due__isnull=False)
    found = Finding.objects.filter((_looked_over(user) & (~concerned | heard)) | (own & heard))
    return found.select_related(*PARTS)


def _concerned(user: User) -> Q:
    """The rule of ``permissions.is_concerned`` as a question to the database."""
    teams = TeamMember.objects.filter(user=user.pk, until__isnull=True).values("case")
    mine = Finding.objects.filter(
        Q(person=user.pk)
        | Q(unit__in=[post.unit_id for post in user.active_posts])
        | Q(case__in=teams, unit__in=Case.objects.filter(pk__in=teams).values("handling_unit"))
    )
    return Q(pk__in=mine.values("pk"))


def _looked_over(user: User) -> Q:
    """The rule of ``permissions.supervises`` as a question to the database."""
    chief = [post.unit_id for post in user.active_posts if post.role in permissions.CHIEF_ROLES]
    wanted = Q(case__handling_unit__in=chief)
    paths = [post.unit.region.path for post in user.active_posts if post.role in permissions.SUPERVISING]
    over = Region.objects.filter(tree.within(paths, "path"))
    wanted |= Q(case__region__in=over.values("pk"))
    return wanted & ~Q(case__enterprise__in=list(user.member_of))


def judges(finding: Finding) -> list[User]:
    """Who may decide: heads of the agency and those who look over the place, without whoever is concerned or filed it."""
    case = finding.case
    watching = people.over(case.region, permissions.SUPERVISING)
    found = {user.pk: user for user in [*people.chiefs(case), *watching]}
    return [
        user
        for user in found.values()
        if user.pk != finding.filed_by_id
        and permissions.supervises(user, case)
        and not permissions.is_concerned(user, finding)
    ]


def heard(finding: Finding) -> list[User]:
    """Who speaks for the side concerned: the unit, and the person if one is named."""
    found = {user.pk: user for user in people.of_units([finding.unit])}
    if finding.person and finding.person.is_active:
        found[finding.person.pk] = finding.person
    return list(found.values())


def possible(user: User, finding: Finding) -> list[FindingAct]:
    """Acts that the person may do now, in the order of the way."""
    acts = [act for act in FindingAct if permissions.may_on_finding(user, act, finding)]
    referred = hasattr(finding, "referral")
    left = {FindingAct.REFER} if referred else {FindingAct.TRACK}
    if finding.status == S.HEARING and not hearing_over(finding):
        left.add(FindingAct.CONFIRM)
    if order_stands(finding.order):
        left.add(FindingAct.ORDER)
    if FindingAct.CLOSE in acts and not may_close(user, finding):
        left.add(FindingAct.CLOSE)
    return [act for act in acts if act not in left]


def hearing_over(finding: Finding, today: date | None = None) -> bool:
    """The unit has let the day for its statement pass."""
    return finding.hearing_due is not None and finding.hearing_due < (today or timezone.localdate())


def authority(finding: Finding) -> str:
    """The discipline authority of the place, as far as it is among the units; the nearest one."""
    places = finding.case.region.path.split("/")
    found = Unit.objects.filter(region__code__in=places, code__endswith="-discipline").order_by("-region__path").first()
    return found.name_zh if found else ""


def order_settled(order: SupervisionOrder | None) -> bool:
    """The check accepted the answer, or the order was withdrawn; without an order nothing is owed."""
    return order is None or order.closed_at is not None


def order_stands(order: SupervisionOrder | None) -> bool:
    """Whether there is an order that was not withdrawn."""
    return order is not None and order.status != OrderStatus.WITHDRAWN


def followed(finding: Finding) -> bool:
    """Whether something came of it that ends it: the answer to its order was accepted, it was referred, or a notice is out."""
    checked = finding.order is not None and finding.order.status == OrderStatus.CLOSED
    return checked or hasattr(finding, "referral") or _criticised(finding, timezone.now())


def _criticised(finding: Finding, then: datetime) -> bool:
    """A notice of criticism about it was out at that moment."""
    issued = finding.circulars.filter(kind=CircularKind.CRITICISM, number__isnull=False, issued_at__lte=then)
    return issued.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=then)).exists()


def may_close(user: User, finding: Finding) -> bool:
    """Where nothing followed, another than confirmed it says that nothing has to: nobody ends the own finding alone."""
    return finding.decided_by_id != user.pk or followed(finding)


def needs_second(finding: Finding) -> str:
    """Why whoever confirmed it does not close it, and who can."""
    filed = [finding.filed_by] if finding.filed_by else []
    others = [user for user in [*judges(finding), *filed] if user.pk != finding.decided_by_id]
    told = _(
        "No order was checked, nothing was referred and no notice is out: another person than confirmed it closes it, "
        "with the reason. Who can: %(names)s."
    )
    return told % named(user for user in others if permissions.may_on_finding(user, FindingAct.CLOSE, finding))


def why_nothing_more(finding: Finding) -> str:
    """Why it was closed although nothing had followed by then; empty for any other finding."""
    checked = finding.order is not None and finding.order.status == OrderStatus.CLOSED
    end = None if checked else finding.steps.filter(act=FindingAct.CLOSE).first()
    if end is None or finding.steps.filter(act=FindingAct.REFER, pk__lt=end.pk).exists():
        return ""
    return "" if _criticised(finding, end.at) else end.text


def owed(user: User) -> list[Finding]:
    """What waits for the person: statements of the own unit, proposals and statements to weigh."""
    waiting = visible_to(user).filter(status__in=(S.PROPOSED, S.HEARING, S.STATED)).order_by("found_at", "pk")
    keys = list(waiting.values_list("pk", flat=True))
    if not keys:  # as for most people on most days: then nothing is joined
        return []
    rows = Finding.objects.filter(pk__in=keys).order_by("found_at", "pk").prefetch_related("case__team")
    rows = rows.select_related(*PARTS, "case__enterprise", "referral")
    return [row for row in rows if set(possible(user, row)) - {FindingAct.DISMISS}]


def duty(row: Finding) -> str:
    """What is owed on a finding, in a sentence."""
    said = {"kind": row.get_kind_display(), "number": row.number}
    if row.status == S.PROPOSED:
        return _("Look into finding %(number)s (%(kind)s)") % said
    if row.status == S.STATED or hearing_over(row):
        return _("Decide about finding %(number)s (%(kind)s)") % said
    return _("Give the statement on finding %(number)s (%(kind)s)") % said


def due(row: Finding) -> date | None:
    """The day by which the unit states; a decision has none."""
    return row.hearing_due if row.status == S.HEARING else None


def words(facts: dict[str, Any]) -> str:
    """What a rule found, as a sentence; empty for a finding that was filed by hand."""
    if not facts:
        return ""
    sought, count = Sought(facts["sought"]), int(facts["count"])
    much = (
        ngettext("%(n)d working day", "%(n)d working days", count)
        if COUNTED[sought] == DAYS
        else ngettext("%(n)d time", "%(n)d times", count)
    ) % {"n": count}
    told = {
        "what": sought.label,
        "about": about(facts),
        "since": date_words(date.fromisoformat(facts["since"])),
        "n": much,
    }
    if not told["about"]:
        return _("%(what)s: since %(since)s, %(n)s") % told
    return _("%(what)s: %(about)s, since %(since)s, %(n)s") % told


def about(facts: dict[str, Any]) -> str:
    """The thing that a fact is about, in words."""
    sought, label = facts["sought"], facts["label"]
    if sought == Sought.SPECIAL_LATE:
        name = sentences_work.urged("special", label)
        stands = _("working day %(day)s of %(limit)s") % {"day": facts.get("day"), "limit": facts.get("limit")}
        return _("%(what)s (%(details)s)") % {"what": name, "details": stands} if "day" in facts else name
    if sought in {Sought.ITEM_LATE, Sought.ITEM_UNTOUCHED, Sought.ITEM_CORRECTED_AGAIN, Sought.PROOF_MISSING}:
        return sentences_work.urged("item", label)
    if sought == Sought.FLOW_TABLE_LATE:
        return orders.what("flow_table", label)
    if sought == Sought.URGINGS_IGNORED:
        return sentences_work.urged(*label.split("/")[:2])
    if sought == Sought.REPORT_MISSING:
        return _weeks(facts)
    return str(facts.get("named") or facts.get("why") or facts.get("left") or "")


def _weeks(facts: dict[str, Any]) -> str:
    """The report and the days on which it was due; of many the first and the last."""
    days = [date_words(date.fromisoformat(day)) for day in facts["weeks"]]
    shown = [*days[:WEEKS], "…", days[-1]] if len(days) > WEEKS + 1 else days
    return _("%(what)s (%(details)s)") % {"what": ReportLevel(facts["level"]).label, "details": listed(shown)}


def barred(act: FindingAct, row: Finding, by: User) -> str:
    """Why the act is not this person's now, by which requirement, and what would help; empty when it is."""
    if law.step(row.status, act) is None:
        then = _(", ").join(str(FindingAct(one).label) for one in law.TABLE.get(S(row.status), {}))
        told = {"act": act.label, "status": row.get_status_display(), "then": then or _("nothing more")}
        return _("“%(act)s” is not possible: this finding is “%(status)s”. What may follow: %(then)s.") % told
    if act == FindingAct.STATE and not permissions.may_on_finding(by, act, row):
        return _("The statement is given by the unit concerned: %(unit)s.") % {"unit": row.unit.name}
    names = named(user for user in judges(row) if user.pk != by.pk and permissions.may_on_finding(user, act, row))
    if permissions.is_concerned(by, row) and act != FindingAct.STATE:
        return _("Nobody decides about a finding that concerns the own person or unit. Who can: %(names)s.") % names
    if act in permissions.WEIGHING and row.filed_by_id == by.pk:
        return _("Whoever filed a finding neither hears the unit nor decides. Who can: %(names)s.") % names
    if not permissions.may_on_finding(by, act, row):
        words = _(
            "Findings are decided by heads of the agency and by those who look over the place. Who can: %(names)s."
        )
        return words % names
    if act == FindingAct.CONFIRM and row.stated_at is None and not hearing_over(row):
        return time_left(row)
    if act == FindingAct.ORDER and order_stands(row.order):
        return one_at_a_time(row)
    if act == FindingAct.CLOSE and order_settled(row.order) and not may_close(by, row):
        return needs_second(row)
    return ""


def one_at_a_time(row: Finding) -> str:
    """Why no other order follows now."""
    told = _("The supervision order %(number)s stands: another one can follow only when it is withdrawn.")
    return told % {"number": row.order}


def time_left(row: Finding) -> str:
    """Nothing is confirmed before the unit was heard or let its day pass."""
    day = date_words(row.hearing_due) if row.hearing_due else "–"
    told = _("The unit still has time for its statement: confirm it after the statement, or after %(day)s.")
    return told % {"day": day}
