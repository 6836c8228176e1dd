"""What anybody learns of a case whose number and progress code he has: how far it is and whose turn, nothing of what it is about."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases import checkcodes
from cases.models import Case
from cases.queries import story

NOBODY = "0" * checkcodes.LENGTH


@dataclass(frozen=True)
class Progress:
    """Stages with their dates, whose turn it is, until when. No name, no project, no item."""

    number: str
    status: str
    stages: list[story.StageStep]
    turn: story.Turn
    submitted: date | None
    changed: date | None


def find(number: str, code: str) -> Progress | None:
    """The progress, if number and code belong together. One answer, and the same work, for an unknown number and a wrong code."""
    wanted = Case.objects.filter(number=checkcodes.case_number(number)[:30]).select_related(
        "scheme", "progress_code", "evaluation"
    )
    case = wanted.first()
    held = getattr(case, "progress_code", None) if case else None
    right = checkcodes.same(held.code if held else NOBODY, code)
    return _progress(case) if case and held and right else None


def _progress(case: Case) -> Progress:
    last = case.events.filter(public=True).order_by("-seq").values_list("at", flat=True).first()
    return Progress(
        case.number or "",
        case.get_status_display(),
        story.stages(case),
        story.whose_turn(case),
        timezone.localdate(case.submitted_at) if case.submitted_at else None,
        timezone.localdate(last) if last else None,
    )
