"""Who may see what; every query about people or facts starts here, from the person who asks."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from headway.core import dossier as core
from headway.core.errors import InvalidInputError
from headway.core.fact_kinds import FactBody
from headway.core.ratings import RatingForm, VignetteForm
from headway.records.failures import told_plainly
from headway.records.models import Fact, Person

SHARED = "shared"
# Names of people who never agreed to be kept here: with their owner alone, whatever is shared.
OWNERS_ALONE = (
    *("contact", "touch", "event", "membership"),
    *("mentoring", "mentoring-turn", "agreed-item", "mentor-capacity"),
    *("request", "reply"),
)
# Who speaks under their name; the others are only heard together.
OPEN_SOURCES = ("self", "manager")


def workspace_owner() -> Person | None:
    """The person whose personal workspace this is; None before the first entry."""
    with told_plainly():
        return Person.objects.filter(is_owner=True).first()


def visible_people(viewer: Person) -> QuerySet[Person]:
    """The people of whom `viewer` may see something."""
    if _sees_everything(viewer):
        return Person.objects.all()
    shares_something = Exists(Fact.objects.filter(_is_shared(), owner=OuterRef("pk")))
    return Person.objects.filter(Q(pk=viewer.pk) | Q(is_sample=True) | shares_something)


def visible_facts(viewer: Person) -> QuerySet[Fact]:
    """The facts that `viewer` may see: their own, a sample's, and what others share."""
    if _sees_everything(viewer):
        return Fact.objects.all()
    return Fact.objects.filter(Q(owner=viewer) | Q(owner__is_sample=True) | _is_shared())


def reveals_raters() -> bool:
    """Whether forms are told by who gave them: only in a personal file, into which they were typed."""
    return bool(settings.HEADWAY_IS_PERSONAL)


def may_hand_out(dossier: core.Dossier) -> set[UUID]:
    """The facts of `dossier` that its person may be handed one by one, by their identities.

    In a personal file all. On a server what peers, reports and stakeholders said is only told
    together, and what a manager gave to a round only once it counts.
    """
    everything = {fact.id for fact in dossier.facts}
    if reveals_raters():
        return everything
    given = {fact.id for fact, _ in dossier.given_to_rounds_by(date.max)}
    waiting = given - {fact.id for fact in dossier.known_by(date.max).facts}
    return everything - waiting - _with_what_replaced(dossier.facts, _by_hidden_raters(dossier))


def rating_forms(known: core.Dossier) -> list[tuple[core.Fact, RatingForm]]:
    """The forms that count, oldest first; on a server those of peers, reports and stakeholders stay apart."""
    forms = list(known.each(RatingForm))
    if reveals_raters():
        return forms
    return [(fact, form) for fact, form in forms if form.source in OPEN_SOURCES]


def waiting_forms(dossier: core.Dossier, *, as_of: date) -> list[tuple[core.Fact, RatingForm]]:
    """The forms given to rounds of which nothing counts yet; on a server nobody is told of them."""
    if not reveals_raters():
        return []
    counted = {fact.id for fact, _ in dossier.known_by(as_of).each(RatingForm)}
    given = dossier.given_to_rounds_by(as_of)
    return [(fact, form) for fact, form in given if fact.id not in counted]


def check_rating(body: FactBody) -> None:
    """Refuses, on a server, a form that would show by itself how a peer marks."""
    if not isinstance(body, RatingForm) or body.source in OPEN_SOURCES or reveals_raters():
        return
    if not body.cycle:
        raise InvalidInputError(
            "On a team's server what peers, reports and stakeholders say counts in rounds, so that "
            "nobody's marks can be read off. Name the round (--cycle spring) and rate again."
        )


def _is_shared() -> Q:
    return Q(visibility=SHARED) & ~Q(kind__in=OWNERS_ALONE)


def _by_hidden_raters(dossier: core.Dossier) -> set[UUID]:
    return {
        fact.id
        for fact in dossier.facts
        if isinstance(fact.body, RatingForm | VignetteForm) and fact.body.source not in OPEN_SOURCES
    }


def _with_what_replaced(facts: Iterable[core.Fact], hidden: set[UUID]) -> set[UUID]:
    """`hidden` with what stands in its place, or stood there before: one would tell of the other."""
    linked = [(fact.id, fact.supersedes) for fact in facts if fact.supersedes]
    found, grown = set(hidden), True
    while grown:
        pairs = {pair for pair in linked if len(found.intersection(pair)) == 1}
        found.update(id_ for pair in pairs for id_ in pair)
        grown = bool(pairs)
    return found


def _sees_everything(viewer: Person) -> bool:
    # A personal file belongs to one person, whole. On a server nobody has that right, whoever
    # came first; so both must hold.
    return settings.HEADWAY_IS_PERSONAL and viewer.is_owner
