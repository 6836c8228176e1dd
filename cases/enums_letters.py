"""Closed lists about what the public writes: questions, suggestions, complaints (P-093, W-067)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import PostRole


class LetterKind(models.TextChoices):
    """What somebody writes about; each kind has its own time to be answered in."""

    QUESTION = "question", _("Question")
    SUGGESTION = "suggestion", _("Suggestion")
    COMPLAINT = "complaint", _("Complaint")


class LetterDesk(models.TextChoices):
    """Who answers: the agency a question, supervision a complaint; heads and administrators where nobody else is unconcerned."""

    AGENCY = "agency", _("Assisting agency")
    SUPERVISION = "supervision", _("Supervision")
    HEADS = "heads", _("Heads of agencies")
    ADMINISTRATION = "administration", _("Administration")


class LetterAct(models.TextChoices):
    """The steps of a letter; kept in an append-only log."""

    RECEIVED = "received", _("Received")
    HANDED_ON = "handed_on", _("Handed on")
    MOVED = "moved", _("Day moved by the working calendar")
    ANSWERED = "answered", _("Answered")
    ENTERED = "entered", _("Made an entry of the knowledge base")


HEADS = frozenset({PostRole.OVERALL_MANAGER, PostRole.CHIEF_LIAISON, PostRole.CHIEF_AGENT})
DESK_ROLES: dict[LetterDesk, frozenset[PostRole]] = {
    LetterDesk.AGENCY: HEADS | {PostRole.PROCESS_GUIDE, PostRole.SERVICE_AGENT, PostRole.POLICY_PRESENTER},
    LetterDesk.SUPERVISION: frozenset({PostRole.WORK_SUPERVISOR}),
    LetterDesk.HEADS: HEADS,
    LetterDesk.ADMINISTRATION: frozenset({PostRole.ADMINISTRATOR}),
}
# The way of a complaint: the first desk, from the place upwards, at which somebody sits who is not concerned.
WAY: dict[LetterKind, tuple[LetterDesk, ...]] = {
    LetterKind.QUESTION: (LetterDesk.AGENCY, LetterDesk.ADMINISTRATION),
    LetterKind.SUGGESTION: (LetterDesk.SUPERVISION, LetterDesk.HEADS, LetterDesk.ADMINISTRATION),
    LetterKind.COMPLAINT: (LetterDesk.SUPERVISION, LetterDesk.HEADS, LetterDesk.ADMINISTRATION),
}
