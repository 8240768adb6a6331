"""Asking others: which acts to ask about, and what became of each request."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from headway.algorithms import rating_model
from headway.core.assessment import weigh_acts
from headway.core.dossier import Dossier, Fact
from headway.core.evidence import EvidenceItem
from headway.core.ladder import Ladder, Role
from headway.core.requests import MOST_ACTS, Reply, Request
from headway.core.standing.basis import find_basis

RequestState = Literal["out", "answered", "expired"]
# Of one competency two acts at most: whoever answers in two minutes should speak of several.
ACTS_OF_ONE_COMPETENCY = 2
USUAL_WAIT = timedelta(days=14)
# A request that is about to end is worth a reminder.
REMIND_WITHIN = timedelta(days=4)
# An answer may come by itself, at a private link: for a week it is told of as new.
NEW_FOR = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class RequestNow:
    """A request, as it stands on a day; `reply` is what came back to it."""

    fact: UUID
    asked_on: date
    request: Request
    state: RequestState
    is_worth_a_reminder: bool = False
    replied_on: date | None = None
    reply: Reply | None = None


def choose_acts(
    dossier: Dossier,
    ladder: Ladder,
    role: Role | None,
    *,
    as_of: date,
    calibration: rating_model.Calibration | None = None,
    most: int = MOST_ACTS,
) -> tuple[str, ...]:
    """The keys of the acts, in the ladder's order, on which others' answers should tell most.

    Each is weighed by itself, as if it were the only one asked, by what it would take away of the doubt
    about the calls against `role` (None: about all levels), given all that is known by `as_of`.
    """
    basis = find_basis(dossier, ladder, as_of=as_of, calibration=calibration)
    worth = weigh_acts(basis, ladder, role, as_of, ())
    chosen: Counter[str] = Counter()
    best: list[str] = []
    for key in sorted(worth, key=lambda key: -worth[key]):
        competency = key.partition("/")[0]
        if len(best) < most and chosen[competency] < ACTS_OF_ONE_COMPETENCY:
            chosen[competency] += 1
            best.append(key)
    return tuple(key for key in worth if key in best)


def tell_requests(dossier: Dossier, *, as_of: date) -> tuple[RequestNow, ...]:
    """What was asked and not withdrawn by the end of `as_of`, and what became of it; newest first."""
    known = dossier.known_by(as_of)
    replies = {reply.request: (fact, reply) for fact, reply in known.each(Reply)}
    told = [
        _tell(fact, request, replies.get(request.code), as_of)
        for fact, request in known.each(Request)
    ]
    return tuple(reversed(told))


def find_new_answers(known: Dossier, *, as_of: date) -> tuple[RequestNow, ...]:
    """The requests to which an answer came in the week up to `as_of`, the newest request first."""
    told = tell_requests(known, as_of=as_of)
    return tuple(now for now in told if now.replied_on and as_of - now.replied_on < NEW_FOR)


def find_to_corroborate(known: Dossier) -> Iterator[tuple[Fact, EvidenceItem]]:
    """The evidence that rests on the person's own word alone, newest first."""
    items = [(fact, item) for fact, item in known.each(EvidenceItem) if not item.is_draft]
    return ((f, i) for f, i in reversed(items) if i.support == "claimed" and not i.corroborated_by)


def _tell(fact: Fact, request: Request, came: tuple[Fact, Reply] | None, as_of: date) -> RequestNow:
    state: RequestState = "answered" if came else "expired" if as_of > request.until else "out"
    return RequestNow(
        fact=fact.id,
        asked_on=fact.happened_on,
        request=request,
        state=state,
        is_worth_a_reminder=state == "out" and request.until - as_of <= REMIND_WITHIN,
        replied_on=came[0].happened_on if came else None,
        reply=came[1] if came else None,
    )
