"""From an answered question to an entry of the knowledge base in one step: a draft without personal data (W-066, W-067)."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.actions import public_letters
from cases.enums import StageCode
from cases.exceptions import BadInput
from cases.models import Enterprise, PublicLetter, User
from cases.redaction import question_of, redact
from home.knowledge import Draft
from portal.models import QuestionIndexPage, QuestionPage
from portal.models.question import Topic

TITLE, SHORT = 120, 400
REVIEWED_WITHIN = timedelta(days=180)
TOPICS = {
    StageCode.LAND_PLANNING: Topic.LAND, StageCode.CONSTRUCTION_PLANNING: Topic.LAND, StageCode.CONSTRUCTION_PERMIT: Topic.PERMIT,
    StageCode.COMPLETION: Topic.FINISH,
}  # fmt: skip


def find(letter: PublicLetter) -> Draft | None:
    """The entry that was made of the letter."""
    page = QuestionPage.objects.filter(source=letter).first()
    return _as_draft(page) if page else None


def _as_draft(page: QuestionPage) -> Draft:
    return Draft(page.draft_title or page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def make(letter: PublicLetter, by: User) -> Draft:
    """A draft below the list of questions, in Chinese as it was written; found again when it is there already."""
    with transaction.atomic():
        PublicLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
        known = find(letter)
        if known is not None:
            return known
        parent = QuestionIndexPage.objects.first()
        if parent is None:
            raise BadInput(_("The list of questions has not been published yet: an editor makes it first."))
        with override("zh-hans"):
            page = _page(letter)
        if letter.item_id:
            page.items = [letter.item]
        parent.add_child(instance=page)
        page.save_revision(user=by if by.is_staff else None)
        public_letters.note_entry(letter, by=by)
        return _as_draft(page)


def _page(letter: PublicLetter) -> QuestionPage:
    hidden = names(letter)
    question, answer = redact(letter.text, hidden), redact(letter.answer, hidden)
    first = question_of(question)
    title = first if len(first) <= TITLE else first[: TITLE - 1] + "…"
    blocks = [("text", f"<p>{_escaped(answer)}</p>")] if len(answer) > SHORT else []
    return QuestionPage(
        title=title,
        slug=letter.number.lower(),
        topic=TOPICS.get(StageCode(letter.item.stage.code), Topic.APPLY) if letter.item else Topic.SERVICE,
        answer=answer if len(answer) <= SHORT else answer[: SHORT - 1] + "…",
        body=blocks,
        source=letter,
        live=False,
        has_unpublished_changes=True,
        review_by=timezone.localdate() + REVIEWED_WITHIN,
    )


def names(letter: PublicLetter) -> set[str]:
    """Whoever is known to be meant: the writer, the writer's enterprises, who answered, the enterprise of the case."""
    found = {letter.name, letter.contact, letter.person, letter.case_number}
    for person in (letter.writer, letter.answered_by):
        if person is not None:
            found |= {person.name, person.name.partition("（")[0], person.phone, person.email}
    if letter.writer is not None:
        found |= set(Enterprise.objects.filter(memberships__user=letter.writer).values_list("name", flat=True))
    if letter.case is not None:
        found |= {letter.case.enterprise.name, letter.case.project.name}
    return {name for name in found if name and len(name) > 1}


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br/>")
