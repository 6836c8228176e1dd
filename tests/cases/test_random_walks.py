"""Random walks through the law: whatever is tried, in whatever order and by whomever, log, state, papers and messages agree.

A walk starts in a random status and tries acts at random, legal ones and others, by those they belong to and by strangers.
``WALKS`` in the environment says how many (10,000 take most of an hour on one core; docs/figures.md has the last such run).
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from cases import permissions, transitions
from cases.actions import events, files, moves
from cases.enums import Action, CaseStatus
from cases.exceptions import CaseError
from cases.models import Case, CaseEvent, IssuedDocument, Notice, User
from cases.queries import deadlines, letters
from tests.cases.kit import everything, fresh
from tests.cases.test_transitions import attempts, bring
from tests.cast import PULANDIAN, SHOUGUANG, Cast

WALKS = int(os.environ.get("WALKS", "66"))
STEPS = 6
SEED = 20261126
A, S = Action, CaseStatus
# The same thing sent twice is answered with the first, without another entry in the log.
ONCE = frozenset({A.PAY_FEE, A.ADD_MATERIAL, A.SHARE_CHECKLIST})
NOWHERE = (S.GENERATION, SHOUGUANG)  # 0+N knows no generation review


class Undo(Exception):
    """The walk is over: the database goes back to where it began."""


@dataclass
class Score:
    """What was tried and what became of it."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    strangers: int = 0


@contextmanager
def undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        return


@dataclass(frozen=True)
class Before:
    """What a step is held against."""

    status: str
    version: int
    event: int
    notice: int
    document: int


def now(case: Case) -> Before:
    def last(model: Any) -> int:
        return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    return Before(case.status, case.version, last(CaseEvent), last(Notice), last(IssuedDocument))


def agree(case: Case, was: Before, action: str) -> None:
    """After an act that was done: the log tells every step, the state is where the log says, papers and messages are whole."""
    made = list(CaseEvent.objects.filter(pk__gt=was.event, case=case).order_by("seq"))
    assert made, action
    names = {action, A.EDIT} if action == A.UPLOAD else {action}  # in a draft a paper is a part of filling it in
    assert names & {event.action for event in made}
    assert case.version == was.version + len(made)
    status = was.status
    for event in made:
        step = transitions.TABLE[S(event.old_status), A(event.action)]
        assert permissions.in_scheme(step, case)
        assert event.old_status == status
        assert event.new_status in {step.target or event.new_status, event.old_status}
        status = event.new_status
    assert case.status == status
    assert events.broken_link(case) is None
    found = deadlines.next_for(case)
    assert case.has_team == case.team.filter(until__isnull=True).exists()
    assert (case.next_due, case.next_what) == ((found.date, found.what) if found else (None, ""))
    papers(case, was)
    messages(case, was)


def papers(case: Case, was: Before) -> None:
    for document in IssuedDocument.objects.filter(pk__gt=was.document).select_related("file"):
        assert document.case_id == case.pk
        if document.data:
            files.refuse_damaged(document.file)
        assert document.check_code


def messages(case: Case, was: Before) -> None:
    for notice in Notice.objects.filter(pk__gt=was.notice).select_related("recipient", "case__project"):
        assert notice.case_id == case.pk
        for language in ("zh-hans", "en"):
            with translation.override(language):
                subject, body = letters.words(notice)
            assert subject
            assert "%(" not in subject + body


def step(case: Case, acts: dict[A, Callable[[], Any]], random: Random, score: Score) -> None:
    """One attempt: mostly an act by whom it belongs to, sometimes a stranger at the gate."""
    action = random.choice(list(A))
    if random.random() < 0.2:
        return stranger(case, action, random, score)
    if random.random() < 0.7:  # legal ones are few among all: they come more often
        action = random.choice(list(transitions.available(case.status)) or list(A))
    was, before = now(case), everything()
    try:
        with transaction.atomic():
            acts[action]()
    except CaseError:
        score.refused[action] += 1
        assert everything() == before
    else:
        score.done[action] += 1
        if action in ONCE and now(fresh(case)) == was:
            assert everything() == before  # pressed a second time: the first stands, and nothing else
        else:
            agree(fresh(case), was, action)
    return None


def stranger(case: Case, action: Action, random: Random, score: Score) -> None:
    """Nobody who may not passes the gate, whatever it is."""
    user = random.choice(list(User.objects.filter(is_active=True).order_by("pk")))
    if permissions.may(user, action, case):
        return
    before = everything()
    with pytest.raises(CaseError), moves.turn(case, action, by=user):
        raise AssertionError(f"{user} passed the gate of {action} in {case.status}")
    assert everything() == before
    score.strangers += 1


@pytest.mark.django_db
def test_whatever_is_tried_log_state_papers_and_messages_agree(cast: Cast) -> None:
    random, score = Random(SEED), Score()
    begins = [(status, region) for status in S for region in (SHOUGUANG, PULANDIAN) if (status, region) != NOWHERE]
    for place, (status, region) in enumerate(begins):
        with undone():
            case = bring(cast, status, region)
            for _walk in range(place, WALKS, len(begins)):
                with undone():
                    acts = attempts(case, cast)
                    for _step in range(STEPS):
                        step(fresh(case), acts, random, score)
                case.refresh_from_db()
    assert sum(score.done.values()) > WALKS
    assert sum(score.refused.values()) > WALKS
    assert score.strangers > WALKS / 2
    assert len(score.done) > len(A) / 2


@pytest.mark.django_db
def test_a_walk_notices_a_status_that_no_log_tells(cast: Cast) -> None:
    """Control: a state that was written past the gate is found out."""
    case = bring(cast, S.SUBMITTED, SHOUGUANG)
    was = now(case)
    attempts(case, cast)[A.COMMENT]()
    agree(fresh(case), was, A.COMMENT)
    Case.objects.filter(pk=case.pk).update(status=S.UNDERWAY)
    with pytest.raises(AssertionError):
        agree(fresh(case), was, A.COMMENT)
