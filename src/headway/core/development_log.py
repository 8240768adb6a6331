"""The log of continuing development: everything that was taken, its totals, what expires."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from headway.core.development import Certificate, LearningEntry
from headway.core.dossier import Dossier, Fact
from headway.core.errors import UnknownNameError
from headway.core.evidence import Completion
from headway.core.learn import Catalogue, Opportunity

# A certificate is told of as expiring this long ahead.
EXPIRES_SOON = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class TakenItem:
    """One thing that was taken; `from_plan` says that it is known from a step that was done.

    `hours` and `cost_minor` are None where nobody said them.
    """

    fact: UUID
    finished_on: date
    title: str
    kind: str
    provider: str
    competencies: tuple[str, ...]
    hours: float | None
    cost_minor: int | None
    currency: str
    reflection: str
    changed: str
    certificate: Certificate | None
    opportunity: str
    from_plan: bool


@dataclass(frozen=True, kw_only=True)
class Total:
    """What is added up under one name: a year, or a competency by its slug.

    `hours` of what builds several competencies are shared equally among them. Of `count` entries
    `told_count` say their hours: the sum is of those alone. `money` maps currencies to minor units.
    """

    name: str
    count: int
    told_count: int
    hours: float
    money: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Expiry:
    """A certificate that is or was good until a day."""

    certificate: Certificate
    fact: UUID
    expires_on: date
    state: str


@dataclass(frozen=True, kw_only=True)
class DevelopmentLog:
    """Everything taken, newest first; totals by year, newest first, and competency; what expires."""

    as_of: date
    items: tuple[TakenItem, ...]
    by_year: tuple[Total, ...]
    by_competency: tuple[Total, ...]
    expiries: tuple[Expiry, ...]


def tell_log(dossier: Dossier, catalogue: Catalogue, *, as_of: date) -> DevelopmentLog:
    """The log as known by the end of `as_of`: entries of one's own, and steps of plans that were done.

    A step that an entry tells more of stands once, as that entry.
    """
    items = tuple(_items(dossier.known_by(as_of), catalogue))
    return DevelopmentLog(
        as_of=as_of,
        items=items,
        by_year=tuple(_add_up((str(i.finished_on.year), i, 1.0) for i in items)),
        by_competency=tuple(
            sorted(
                _add_up((c, i, 1 / len(i.competencies)) for i in items for c in i.competencies),
                key=lambda total: (-total.hours, total.name),
            )
        ),
        expiries=tuple(sorted(_expiries(items, as_of), key=lambda e: (e.expires_on, str(e.fact)))),
    )


def _items(known: Dossier, catalogue: Catalogue) -> list[TakenItem]:
    told = [(fact, entry) for fact, entry in known.each(LearningEntry)]
    named = {entry.opportunity for _fact, entry in told if entry.opportunity}
    last = {done.opportunity: (fact, done) for fact, done in known.each(Completion)}
    items = [_from_entry(fact, entry) for fact, entry in told]
    items += [
        _from_plan(fact, done, _find(catalogue, done.opportunity))
        for fact, done in last.values()
        if done.outcome == "done" and done.opportunity not in named
    ]
    return sorted(
        items, key=lambda item: (item.finished_on, item.title, str(item.fact)), reverse=True
    )


def _from_entry(fact: Fact, entry: LearningEntry) -> TakenItem:
    return TakenItem(
        fact=fact.id,
        finished_on=fact.happened_on,
        title=entry.title,
        kind=entry.kind,
        provider=entry.provider,
        competencies=entry.competencies,
        hours=entry.hours,
        cost_minor=entry.cost_minor,
        currency=entry.currency,
        reflection=entry.reflection,
        changed=entry.changed,
        certificate=entry.certificate,
        opportunity=entry.opportunity,
        from_plan=False,
    )


def _from_plan(fact: Fact, done: Completion, opportunity: Opportunity | None) -> TakenItem:
    return TakenItem(
        fact=fact.id,
        finished_on=fact.happened_on,
        title=opportunity.title if opportunity else done.opportunity,
        kind=opportunity.kind if opportunity else "",
        provider=opportunity.provider if opportunity else "",
        competencies=tuple(b.competency for b in opportunity.builds) if opportunity else (),
        hours=done.hours,
        cost_minor=done.cost_minor,
        currency=done.currency,
        reflection=done.reflection,
        changed="",
        certificate=None,
        opportunity=done.opportunity,
        from_plan=True,
    )


def _find(catalogue: Catalogue, slug: str) -> Opportunity | None:
    """The opportunity, or None where the catalogue has it no more."""
    try:
        return catalogue.opportunity(slug)
    except UnknownNameError:
        return None


def _add_up(told: Iterable[tuple[str, TakenItem, float]]) -> Iterator[Total]:
    """A total for each name, in the order in which the names first occur."""
    parts: dict[str, list[tuple[TakenItem, float]]] = defaultdict(list)
    for name, item, share in told:
        parts[name].append((item, share))
    for name, shares in parts.items():
        money: dict[str, int] = defaultdict(int)
        for item, share in shares:
            if item.cost_minor is not None:
                money[item.currency] += round(item.cost_minor * share)
        yield Total(
            name=name,
            count=len(shares),
            told_count=sum(item.hours is not None for item, _share in shares),
            hours=sum((item.hours or 0.0) * share for item, share in shares),
            money=dict(sorted(money.items())),
        )


def _expiries(items: Iterable[TakenItem], as_of: date) -> Iterator[Expiry]:
    for item in items:
        expires_on = item.certificate.expires_on if item.certificate else None
        if item.certificate and expires_on:
            is_soon = expires_on - as_of <= EXPIRES_SOON
            state = "expired" if expires_on < as_of else "soon" if is_soon else "good"
            yield Expiry(
                certificate=item.certificate, fact=item.fact, expires_on=expires_on, state=state
            )
