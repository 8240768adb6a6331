"""Asking people without Headway, and taking in what they answer: each answer counts once."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import EvidenceItem
from headway.core.fact_kinds import FactBody
from headway.core.ladder import Ladder
from headway.core.ratings import RatingForm
from headway.core.requests import (
    MOST_ACTS,
    MOST_EVIDENCE,
    AnsweredRequest,
    AskedText,
    Reply,
    ReplyText,
    Request,
    check_reply,
    find_key,
)
from headway.core.wording import say_date
from headway.records import access, bridge, entries
from headway.records.failures import told_plainly
from headway.records.models import Fact, LadderVersion, Person
from headway.records.rows import NAMES, to_kept

CODE_LENGTH = 10
CODE_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, kw_only=True)
class FormToSend:
    """All that the writer of a form needs."""

    request: Request
    text: AskedText
    key: bytes


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a text was an answer to, and whether it is new here."""

    request: Request
    reply: Reply
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A request as it is kept now, and the ladder it was asked under."""

    fact: UUID
    request: Request
    version: LadderVersion | None
    ladder: Ladder


def code_from(key: UUID) -> str:
    """A name for a request, the same for the same key, that nobody guesses who does not know the key."""
    digits = hashlib.sha256(key.bytes).digest()[:CODE_LENGTH]
    return "".join(CODE_LETTERS[digit % len(CODE_LETTERS)] for digit in digits)


def keep_request(
    person: Person,
    key: UUID,
    request: Request,
    *,
    asked_on: date,
    recorded_at: datetime,
    ladder: LadderVersion,
) -> UUID:
    """Keeps a request, once for each `key`; raises InvalidInputError for one that makes no sense."""
    check_may_ask()
    _check(request, asked_on, bridge.read_ladder(ladder))
    _check_not_out(person, request, asked_on)
    return entries.keep_once(
        person, key, request, happened_on=asked_on, recorded_at=recorded_at, ladder=ladder
    )


def check_may_ask() -> None:
    """Raises InvalidInputError on a team's server, where nobody collects named answers about themselves."""
    if not access.reveals_raters():
        raise InvalidInputError(
            "On a team's server everybody gives their own view there; nobody collects answers under names."
        )


def find_form(person: Person, code: str) -> FormToSend:
    """What the form says that is sent to whoever is asked, and the key it signs answers with."""
    asked = _find(person, code)
    return FormToSend(request=asked.request, text=_to_text(person, asked), key=_key(code))


def find_answer(person: Person, code: str) -> tuple[date, Reply] | None:
    """What came back to that request and the day it was taken in; None while nothing is kept."""
    row = _reply_row(person, code)
    body = to_kept(row).fact.body if row else None
    return (row.happened_on, body) if row and isinstance(body, Reply) else None


def take_reply(person: Person, read: ReplyText, *, today: date, recorded_at: datetime) -> Taken:
    """Takes in what came back: the rating form, the word on evidence, and who corroborates it.

    Sent twice it counts once. Raises InvalidInputError for an answer that was changed on its way, is late,
    or is another one than was taken in before; UnknownNameError for one to no request that is out.
    """
    check_may_ask()
    with told_plainly(), transaction.atomic():
        asked = _find(person, read.code)
        answered = check_reply(asked.request, read, _key(read.code))
        known = find_answer(person, read.code)
        if known:
            _check_same(known[1], answered.reply, asked.request)
            return Taken(request=asked.request, reply=known[1], is_new=False)
        if today > asked.request.until:
            raise InvalidInputError(
                f"This was asked until {say_date(asked.request.until)}; it is late. To let it count, give "
                f"{asked.request.name} until a later day first."
            )
        _keep(person, asked, answered, today, recorded_at)
    return Taken(request=asked.request, reply=answered.reply, is_new=True)


def extend_request(person: Person, code: str, until: date, *, recorded_at: datetime) -> None:
    """Lets an answer to that request count until another day; the form that was sent stays good.

    It is corrected as it was told, under the ladder of its day: its form asks in the names of that one.
    """
    with told_plainly(), transaction.atomic():
        asked = _find(person, code)
        if asked.request.until != until:
            body = replace(asked.request, until=until)
            bridge.correct_fact(
                person, asked.fact, body, recorded_at=recorded_at, ladder=asked.version
            )


def restore_request(person: Person, fact_id: UUID, *, recorded_at: datetime) -> UUID:
    """Puts a request back that was withdrawn; raises UnknownNameError for what is none."""
    rows = access.visible_facts(person).filter(owner=person, kind=NAMES[Request], pk=fact_id)
    if not rows.exists():
        raise UnknownNameError("There is no such request here.")
    return entries.put_back(person, fact_id, recorded_at=recorded_at)


def take_back_reply(person: Person, code: str, *, recorded_at: datetime) -> None:
    """Takes back all that came with a reply, who corroborates evidence included."""
    with told_plainly(), transaction.atomic():
        name = _find(person, code).request.name
        for row in _current(person, Reply, RatingForm):
            if row.body.get("request") == code:
                if row.kind == NAMES[Reply]:
                    _withdraw_words(person, row, name, recorded_at)
                entries.take_back(person, row.id, recorded_at=recorded_at)


def _check(request: Request, asked_on: date, ladder: Ladder) -> None:
    if request.until < asked_on:
        raise InvalidInputError("The last day for an answer is before the day it is asked on.")
    if not request.acts and not request.evidence:
        raise InvalidInputError("Ask about at least one act or one piece of evidence.")
    if len(request.acts) > MOST_ACTS or len(request.evidence) > MOST_EVIDENCE:
        raise InvalidInputError(
            f"Ask about at most {MOST_ACTS} acts and {MOST_EVIDENCE} pieces of evidence: nobody answers more."
        )
    for key in request.acts:
        ladder.behaviour(key)


def _check_not_out(person: Person, request: Request, asked_on: date) -> None:
    """Nobody is asked twice at a time: two answers of one person would have to be told apart."""
    answered = {row.body.get("request") for row in _current(person, Reply)}
    for row in _current(person, Request):
        known = to_kept(row).fact.body
        if (
            isinstance(known, Request)
            and known.name.casefold() == request.name.casefold()
            and known.code not in {request.code, *answered}
            and known.until >= asked_on
        ):
            raise InvalidInputError(
                f"You asked {known.name} before, until {say_date(known.until)}; that request is still out. "
                "Withdraw it first, or give them longer."
            )


def _find(person: Person, code: str) -> _Asked:
    for row in _current(person, Request):
        fact = to_kept(row).fact
        if isinstance(fact.body, Request) and fact.body.code == code and row.ladder:
            ladder = bridge.read_ladder(row.ladder)
            return _Asked(fact=fact.id, request=fact.body, version=row.ladder, ladder=ladder)
    raise UnknownNameError(
        f"No request {code} is out: it was withdrawn, or made in another workspace."
    )


def _current(person: Person, *kinds: type) -> list[Fact]:
    """The rows of these kinds that nothing replaced, oldest first."""
    names = [NAMES[kind] for kind in kinds]
    rows = access.visible_facts(person).filter(owner=person, kind__in=names)
    return list(
        rows.filter(superseded_by=None).select_related("ladder").order_by("recorded_at", "id")
    )


def _to_text(person: Person, asked: _Asked) -> AskedText:
    return AskedText(
        asker=person.name,
        acts=tuple(asked.ladder.behaviour(key).behaviour.act for key in asked.request.acts),
        evidence=tuple(_tell_evidence(person, fact) for fact in asked.request.evidence),
    )


def _tell_evidence(person: Person, fact_id: UUID) -> tuple[date, str]:
    fact = entries.find_current(person, fact_id)
    if fact is None or not isinstance(fact.body, EvidenceItem):
        raise InvalidInputError(
            "A piece of evidence that this request asks about is no longer there; ask anew."
        )
    return fact.happened_on, fact.body.text


def _key(code: str) -> bytes:
    return find_key(str(settings.SECRET_KEY), code)


def _reply_row(person: Person, code: str) -> Fact | None:
    return next((row for row in _current(person, Reply) if row.body.get("request") == code), None)


def _check_same(known: Reply, reply: Reply, request: Request) -> None:
    if known.receipt != reply.receipt:
        raise InvalidInputError(
            f"{request.name} answered this before, and differently. If this one is to count, delete the "
            f"answer that is kept (headway ask forget {request.code}, or on its page) and take this one "
            "in again."
        )


def _keep(
    person: Person, asked: _Asked, answered: AnsweredRequest, today: date, recorded_at: datetime
) -> None:
    bodies: tuple[FactBody, ...] = (answered.reply, *filter(None, [answered.form]))
    for body in bodies:
        bridge.record_fact(
            person, body, happened_on=today, recorded_at=recorded_at, ladder=asked.version
        )
    for fact_id, word in answered.reply.on_evidence.items():
        if word == "as told":
            _name_witness(person, UUID(fact_id), asked.request.name, recorded_at)


def _name_witness(person: Person, fact_id: UUID, name: str, recorded_at: datetime) -> None:
    """Puts a name beside the evidence that its bearer says was as told."""
    fact = entries.find_current(person, fact_id)
    if fact and isinstance(fact.body, EvidenceItem) and name not in fact.body.corroborated_by:
        names = (*fact.body.corroborated_by, name)
        support = "corroborated" if fact.body.support == "claimed" else fact.body.support
        body = replace(fact.body, corroborated_by=names, support=support)
        bridge.correct_fact(person, fact.id, body, recorded_at=recorded_at)


def _withdraw_words(person: Person, row: Fact, name: str, recorded_at: datetime) -> None:
    for fact_id, word in row.body.get("on_evidence", {}).items():
        fact = entries.find_current(person, UUID(fact_id)) if word == "as told" else None
        if fact and isinstance(fact.body, EvidenceItem) and name in fact.body.corroborated_by:
            names = tuple(each for each in fact.body.corroborated_by if each != name)
            is_alone = not names and fact.body.support == "corroborated"
            support = "claimed" if is_alone else fact.body.support
            body = replace(fact.body, corroborated_by=names, support=support)
            bridge.correct_fact(person, fact.id, body, recorded_at=recorded_at)
