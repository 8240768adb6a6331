"""Events and memberships: what lies ahead, whom one met there, and which membership is to renew."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from headway.core.circle import Circle, KeptEvent, KeptMembership
from headway.core.errors import InvalidInputError
from headway.core.people import Event, Membership

Renewal = Literal["running", "soon", "overdue", "ended"]
RENEWAL_SOON = timedelta(days=45)


@dataclass(frozen=True, kw_only=True)
class EventNow:
    """An event, whom one met there, and who of them was not heard of since."""

    fact: UUID
    event: Event
    is_ahead: bool
    met: tuple[str, ...]
    not_heard_since: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MembershipNow:
    """A membership and how its renewal stands."""

    fact: UUID
    since: date
    membership: Membership
    renewal: Renewal


def tell_events(circle: Circle, *, as_of: date) -> tuple[EventNow, ...]:
    """Events ahead, the next first, then those past, the latest first."""
    told = [_tell_event(circle, kept, as_of) for kept in circle.events.values()]
    ahead = sorted((e for e in told if e.is_ahead), key=_event_order)
    past = sorted((e for e in told if not e.is_ahead), key=_event_order, reverse=True)
    return (*ahead, *past)


def tell_memberships(circle: Circle, *, as_of: date) -> tuple[MembershipNow, ...]:
    """Memberships, the next to renew first, those that ended last."""
    told = [_tell_membership(kept, as_of) for kept in circle.memberships.values()]
    return tuple(sorted(told, key=_membership_order))


def check_new_event(circle: Circle, event: Event) -> Event:
    """`event` if it is not noted yet; raises InvalidInputError, since nobody could tell two apart."""
    for kept in circle.events.values():
        told = kept.event
        same_name = told.title.casefold() == event.title.casefold()
        if same_name and told.starts_on == event.starts_on and told.key != event.key:
            raise InvalidInputError(f"You noted {told.title} on {told.starts_on} already.")
    return event


def check_new_membership(circle: Circle, membership: Membership) -> Membership:
    """`membership` if the association is none that one belongs to; raises InvalidInputError."""
    for kept in circle.memberships.values():
        told = kept.membership
        same_name = told.association.casefold() == membership.association.casefold()
        if same_name and told.ended_on is None and told.key != membership.key:
            raise InvalidInputError(f"You belong to {told.association} already.")
    return membership


def check_running(membership: Membership) -> Membership:
    """`membership` if it has not ended; raises InvalidInputError."""
    if membership.ended_on:
        raise InvalidInputError(f"You left {membership.association} on {membership.ended_on}.")
    return membership


def renewed(membership: Membership) -> date | None:
    """The day of the renewal after the one that is due; None where no day was told."""
    due = membership.renews_on
    if due is None:
        return None
    months = due.year * 12 + due.month - 1 + membership.every_months
    year, month = divmod(months, 12)
    # The last of a short month stands for a day that it lacks.
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=due.day - 1), first_of_next - timedelta(1))


def _event_order(now: EventNow) -> tuple[date, str, str]:
    return now.event.starts_on, now.event.title, str(now.event.key)


def _tell_event(circle: Circle, kept: KeptEvent, as_of: date) -> EventNow:
    event = kept.event
    met = sorted(
        (circle.people[key] for key in kept.met), key=lambda p: (p.contact.name, str(p.contact.key))
    )
    silent = [p for p in met if p.touches[-1].touch.event == event.key]
    return EventNow(
        fact=kept.fact,
        event=event,
        is_ahead=(event.ends_on or event.starts_on) >= as_of,
        met=tuple(p.contact.name for p in met),
        not_heard_since=tuple(p.contact.name for p in silent),
    )


def _tell_membership(kept: KeptMembership, as_of: date) -> MembershipNow:
    body = kept.membership
    renewal: Renewal = "running"
    if body.ended_on and body.ended_on <= as_of:
        renewal = "ended"
    elif body.renews_on and body.renews_on < as_of:
        renewal = "overdue"
    elif body.renews_on and body.renews_on - as_of <= RENEWAL_SOON:
        renewal = "soon"
    return MembershipNow(fact=kept.fact, since=kept.since, membership=body, renewal=renewal)


def _membership_order(now: MembershipNow) -> tuple[bool, date, str, str]:
    body = now.membership
    return now.renewal == "ended", body.renews_on or date.max, body.association, str(body.key)
