"""Readers of stored files."""

from django.db.models import Q, QuerySet

from cases.enums import FileKind
from cases.models import Case, CaseItem, Evidence, StoredFile, TeamMember, User
from cases.permissions import HANDLER_ROLES
from cases.queries import cases, findings
from cases.queries.roadmap import task_of

SENT = (FileKind.MATERIAL, FileKind.DOCUMENT, FileKind.RESULT)


def visible_to(user: User) -> QuerySet[StoredFile]:
    """Files of the cases a user may see; the enterprise does not see what was printed for the service alone."""
    wanted = Q(case__in=cases.visible_to(user)) & ~Q(kind=FileKind.EVIDENCE)
    if user.is_authenticated and user.active_posts:
        # Evidence goes with its finding, to the unit that is heard too, and to nobody who merely sees the case.
        wanted |= Q(pk__in=Evidence.objects.filter(finding__in=findings.visible_to(user)).values("file"))
    found = StoredFile.objects.filter(wanted, removed_at__isnull=True)
    # Asked of the case, not of the person: an officer of elsewhere may have an enterprise of his own.
    own = list(user.member_of) if user.is_authenticated else []
    found = found.exclude(internal() & Q(case__enterprise__in=own))
    return found.filter(~Q(kind=FileKind.ARCHIVE) | _kept_by(user) & ~Q(case__enterprise__in=own))


def internal() -> Q:
    """What was printed for the service alone: supervision orders, hand-overs with a window, slips of other transfers."""
    return Q(kind=FileKind.DOCUMENT, document__for_enterprise=False)


def to_send(user: User, case: Case) -> QuerySet[StoredFile]:
    """What may go to another agency with an offer; what is internal stays."""
    return visible_to(user).filter(case=case, kind__in=SENT).exclude(internal()).order_by("uploaded_at")


def of_item(row: CaseItem) -> Q:
    """What belongs to one item: its files and papers, the results that it builds on, what was signed for it alone, and what
    the agency acts on for the enterprise."""
    earlier = task_of(row.item, 0).predecessors()
    names = list(row.materials.values_list("name_zh", flat=True))
    own = Q(case_item=row) | Q(material__case=row.case_id, material__name_zh__in=names)
    ledger = Q(version__paper__case=row.case_id, version__paper__name_zh__in=names)
    results = Q(kind=FileKind.RESULT, case_item__case=row.case_id, case_item__item__code__in=earlier)
    printed = (row.preapprovals, row.gaps, row.commitments)
    papers = Q(document__in=[key for found in printed for key in found.values_list("document", flat=True)])
    papers |= Q(document__kind=row.case.scheme.agreement_kind)
    return own | ledger | results | papers & Q(document__withdrawn_at__isnull=True, document__replaced_by__isnull=True)


def _kept_by(user: User) -> Q:
    """Archive packages tell everything: they are for the agencies that keep the record (``permissions.is_keeper``)."""
    posts = user.active_posts if user.is_authenticated else []
    units = [post.unit_id for post in posts if post.role in HANDLER_ROLES]
    keeps = Q(case__handling_unit__in=units) | Q(case__first_unit__in=units)
    if not units:
        return Q(pk__in=[])
    return keeps | Q(case__in=TeamMember.objects.filter(user=user.pk, until__isnull=True).values("case"))
