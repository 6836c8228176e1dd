"""Exchanges with other systems, simulated by files (W-061): tried, done, kept with hash and counts. The only writer of ``Exchange``."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.actions import exchange_partners, exchange_status
from cases.actions.exchange_lines import Taken
from cases.enums_exchange import PARTNER_OF, ExchangeKind, LineState
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Exchange, ExchangeKey, User
from cases.queries import exchange as readers
from cases.queries import exchange_reading as reading
from cases.queries.exchange_reading import Line

S = LineState


@dataclass(frozen=True)
class Outcome:
    """One line as the history keeps it."""

    line: int
    key: str
    state: str
    about: str
    why: str = ""
    target: str = ""
    digest: str = ""


Taker = Callable[[Line, User], Taken]
TAKERS: dict[ExchangeKind, Taker] = {
    ExchangeKind.STATUS_IMPORT: exchange_status.take,
    ExchangeKind.ENTERPRISE_IMPORT: exchange_partners.take_enterprise,
    ExchangeKind.ENQUIRY_IMPORT: exchange_partners.take_enquiry,
    ExchangeKind.LIST_IMPORT: exchange_partners.take_entry,
}


def whose() -> str:
    """Who exchanges what, as a refusal says it."""
    return _("What is about cases is exchanged by the heads of agencies, enterprises and lists by administrators.")


def _allowed(kind: str, by: User) -> ExchangeKind:
    if kind not in ExchangeKind.values:
        raise BadInput(_("Choose what is exchanged."), field="kind")
    if not readers.may(by, kind):
        raise NotAllowed(whose())
    return ExchangeKind(kind)


def try_import(kind: str, *, name: str, content: bytes, by: User) -> Exchange:
    """Take the file in by the real acts and undo all of it: what would come in, and which lines are refused and why."""
    found = _allowed(kind, by)
    lines = reading.read(content, readers.COLUMNS[found][0])
    with transaction.atomic():
        outcomes = _run(found, lines, by)
        transaction.set_rollback(True)
    return _keep(found, name=name, content=content, by=by, outcomes=outcomes, tried=True)


def do_import(trial: Exchange, *, by: User) -> Exchange:
    """Do what was tried: every line as it was shown, or nothing at all."""
    kind = _allowed(trial.kind, by)
    if not trial.tried or hasattr(trial, "done"):
        raise CaseError(_("This file has been taken in already."))
    if not any(trial.counts.get(state) for state in (S.NEW, S.CHANGED)):
        raise CaseError(_("Nothing in this file is new: there is nothing to take in."))
    lines = reading.read(bytes(trial.content), readers.COLUMNS[kind][0])
    try:
        with transaction.atomic():
            outcomes = _run(kind, lines, by)
            if _shown(outcomes) != _shown([Outcome(**row) for row in trial.lines]):
                raise CaseError(
                    _("Something has changed since the file was tried. Nothing was taken in: try it again.")
                )
            made = _keep(kind, name=trial.name, content=bytes(trial.content), by=by, outcomes=outcomes, trial=trial)
            ExchangeKey.objects.bulk_create(
                ExchangeKey(exchange=made, kind=kind, key=row.key, digest=row.digest, target=row.target)
                for row in outcomes
                if row.key and row.state == S.NEW
            )
    except IntegrityError:  # the same button pressed twice at the same moment
        raise CaseError(_("This file has been taken in already."))
    return made


def keep_export(
    kind: str, *, name: str, content_type: str, content: bytes, counts: dict[str, int], by: User
) -> Exchange:
    """An export leaves its row with the very bytes that went out."""
    found = _allowed(kind, by)
    return _row(found, name, content_type, content, by, counts=counts)


def _shown(outcomes: list[Outcome]) -> list[tuple[int, str]]:
    return [(row.line, row.state) for row in outcomes]


def _run(kind: ExchangeKind, lines: list[Line], by: User) -> list[Outcome]:
    """Every line by itself: taken in whole or refused with its reason; a later line of the same thing waits for the earlier."""
    known = {
        row.key: row for row in ExchangeKey.objects.filter(kind=kind, key__in=[_key(kind, line) for line in lines])
    }
    digests = {key: row.digest for key, row in known.items()}
    stopped: set[str] = set()
    found = []
    for line in lines:
        chain = line.get(readers.CHAIN_COLUMN[kind]) if kind in readers.CHAIN_COLUMN else ""
        outcome = _one(kind, line, by, digests, chain in stopped if chain else False)
        if outcome.state == S.REFUSED and chain:
            stopped.add(chain)
        elif outcome.key and outcome.state == S.NEW:
            digests[outcome.key] = outcome.digest
        found.append(outcome)
    return found


def _key(kind: ExchangeKind, line: Line) -> str:
    return line.get(readers.KEY_COLUMN[kind])[:64] if kind in readers.KEY_COLUMN else ""


def _one(kind: ExchangeKind, line: Line, by: User, digests: dict[str, str], stopped: bool) -> Outcome:
    key = _key(kind, line)
    digest = hashlib.sha256(json.dumps(line.cells, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    try:
        if kind in readers.KEY_COLUMN and not key:
            raise BadInput(_("The line has no number of its own (%(column)s).") % {"column": readers.KEY_COLUMN[kind]})
        if key in digests:
            if digests[key] != digest:
                raise BadInput(_("This number was taken in before with other contents."))
            return Outcome(line.number, key, S.KNOWN, "", digest=digest)
        if stopped:
            raise BadInput(_("An earlier line about the same item was refused."))
        with transaction.atomic():
            taken = TAKERS[kind](line, by)
    except CaseError as refusal:
        return Outcome(line.number, key, S.REFUSED, "", str(refusal), digest=digest)
    return Outcome(line.number, key, taken.state, taken.about, target=taken.target, digest=digest)


def _keep(
    kind: ExchangeKind,
    *,
    name: str,
    content: bytes,
    by: User,
    outcomes: list[Outcome],
    tried: bool = False,
    trial: Exchange | None = None,
) -> Exchange:
    counts = {str(state): number for state, number in Counter(row.state for row in outcomes).items()}
    # What was only tried left no rows to point to.
    rows = [asdict(row) | ({"target": ""} if tried else {}) for row in outcomes]
    return _row(kind, name, "text/plain", content, by, counts=counts, lines=rows, tried=tried, trial=trial)


def _row(kind: ExchangeKind, name: str, content_type: str, content: bytes, by: User, **more: object) -> Exchange:
    return Exchange.objects.create(
        kind=kind,
        partner=PARTNER_OF[kind],
        by=by,
        unit=readers.unit_of(by, kind),
        name=name[-200:],
        content_type=content_type,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        **more,
    )
