"""What an estimate rests on: the marks, pieces of evidence and starting points that count on a day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from headway.algorithms import rating_model
from headway.core.dossier import Dossier, Fact, find_held_role
from headway.core.evidence import EvidenceItem, Support
from headway.core.ladder import Ladder, Role
from headway.core.profile import About, Aim, Position
from headway.core.ratings import BehaviourAnswer, RatingForm, RatingSource, named_rater
from headway.core.standing.severity import default_calibration, with_known_raters

# Shares of one rating's information, our judgement: what one says oneself, what was confirmed, what
# was checked. All evidence on a competency together weighs at most one rating, and all that nobody
# confirmed as much as one confirmed piece.
EVIDENCE_WEIGHT: dict[Support, float] = {"claimed": 0.3, "corroborated": 0.6, "verified": 0.8}
EVIDENCE_TOGETHER = 1.0
CLAIMS_TOGETHER = 0.6
NO_ROOM = 1e-9
# What an answer about one act says as a category of its item; the other answers say nothing of it.
ANSWER_CATEGORIES: dict[BehaviourAnswer, int] = {"not seen": 0, "partly": 1, "seen": 2}
# All that one rater answers about the acts of a competency weighs at most as much as two marks, our
# judgement: twelve answers by one pair of eyes are surer than one mark, and not twelve views.
ANSWERS_TOGETHER = 2.0
DAYS_PER_YEAR = 365.25
BAND_OF_A_SINGLE_LEVEL = 1.22


# Both are tuples: of ten years there are thousands, and a dataclass takes four times as long to make.
class View(NamedTuple):
    """One rater's mark: `place` is that of the competency in the ladder, `fact` the form's identity.

    `rater` tells raters apart; `name` is what the form calls them, empty for none. An answer about one
    act is a view too: `level` is then the act's level, `answer` the category answered (0 to 2; None
    for a mark). `weight` is the share of a mark that it counts for; so does a mark on a competency that
    became several on the ladder in use.
    """

    place: int
    level: int
    rater: str
    name: str
    source: RatingSource
    seen_on: date
    fact: UUID
    answer: int | None = None
    weight: float = 1.0


class Piece(NamedTuple):
    """A piece of evidence of a level of one competency, given by its place in the ladder."""

    place: int
    level: int
    support: Support
    seen_on: date
    fact: UUID


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What counts, and what stands aside: one's own word once somebody else has rated.

    `prior_mean` (logits, one a competency of the ladder) is where a person starts before anything is
    seen of them, `calibration` what is taken as known of the scale and of raters.
    """

    held_role: Role | None
    prior_mean: tuple[float, ...]
    views: tuple[View, ...]
    pieces: tuple[Piece, ...]
    calibration: rating_model.Calibration
    views_aside: tuple[View, ...] = ()
    pieces_aside: tuple[Piece, ...] = ()

    @property
    def others_have_rated(self) -> bool:
        """Whether anybody but the person has given a mark."""
        return any(view.source != "self" for view in (*self.views, *self.views_aside))


def find_basis(
    dossier: Dossier,
    ladder: Ladder,
    *,
    as_of: date,
    calibration: rating_model.Calibration | None = None,
) -> Basis:
    """What was known by the end of `as_of` that says something of the ladder's competencies."""
    known = dossier.known_by(as_of)
    return read_basis(known, ladder, as_of=as_of, calibration=calibration)


def read_basis(
    known: Dossier,
    ladder: Ladder,
    *,
    as_of: date,
    calibration: rating_model.Calibration | None = None,
) -> Basis:
    """As `find_basis`, for a dossier of which only what was known by `as_of` is left.

    What a fact says of a ladder is read once: marks and evidence are the same objects on each day.
    A self-rating and evidence that nobody else confirmed count only until somebody else has rated.
    Competencies and levels that `ladder` lacks are left out. The shipped calibration stands in for
    none; raters who have marked vignettes are taken as strict as these tell, unless it says so itself.
    """
    shipped = calibration or default_calibration(ladder)
    held, prior_mean = find_start(known, ladder, as_of=as_of, calibration=shipped)
    taken = with_known_raters(shipped, known, ladder, as_of=as_of)
    return set_own_word_aside(
        Basis(
            held_role=held,
            prior_mean=prior_mean,
            views=(*_listen(known, RatingForm, ladder), *_answers(known, ladder)),
            pieces=tuple(_listen(known, EvidenceItem, ladder)),
            calibration=taken,
        )
    )


# The role held, and where a person starts on each competency before anything is seen of them.
Start = tuple[Role | None, tuple[float, ...]]


def find_start(
    known: Dossier, ladder: Ladder, *, as_of: date, calibration: rating_model.Calibration | None
) -> Start:
    """Where somebody starts of whom only what was known by `as_of` is left in `known`."""
    held = find_held_role(known, ladder, as_of)
    return held, _prior_mean(known, ladder, held, calibration or default_calibration(ladder))


def set_own_word_aside(basis: Basis) -> Basis:
    """`basis` without the self-rating and unconfirmed evidence, if anybody else has rated."""
    if not basis.others_have_rated:
        return basis
    own = [view for view in basis.views if view.source == "self"]
    claims = [piece for piece in basis.pieces if piece.support == "claimed"]
    if not own and not claims:
        return basis
    return replace(
        basis,
        views=tuple([view for view in basis.views if view.source != "self"]),
        pieces=tuple([piece for piece in basis.pieces if piece.support != "claimed"]),
        views_aside=(*basis.views_aside, *own),
        pieces_aside=(*basis.pieces_aside, *claims),
    )


@cache
def find_bars(steps: tuple[float, ...]) -> tuple[float, ...]:
    """Where each level from 1 on begins on a scale of these steps, in logits."""
    return tuple(rating_model.bar(steps, level) for level in range(1, len(steps) + 1))


def mean_band(bars: tuple[float, ...]) -> float:
    """How wide a level is on average, in logits."""
    return (bars[-1] - bars[0]) / (len(bars) - 1) if len(bars) > 1 else BAND_OF_A_SINGLE_LEVEL


def _prior_mean(
    known: Dossier, ladder: Ladder, held: Role | None, calibration: rating_model.Calibration
) -> tuple[float, ...]:
    """The middle of each level that the held role asks for; 0 where nothing is known.

    Who holds a role mostly meets what it asks for: a chance of about 70 in 100 to meet each level.
    What it does not ask for, and somebody whose history holds no role, starts where level 1 begins.
    """
    aim = known.latest(Aim)
    history = known.latest(Position) or known.latest(About) or (aim and aim.current_role)
    if held is None and not history:
        return (0.0,) * len(ladder.competencies)
    expected = held.expected if held else {}
    return tuple(
        _starting_points(calibration.steps_of(place))[expected.get(competency.slug, 0)]
        for place, competency in enumerate(ladder.competencies)
    )


def _starting_points(steps: tuple[float, ...]) -> tuple[float, ...]:
    """Where the first level begins, then the middle of every level from 1 on, in logits."""
    bars = find_bars(steps)
    middles = [(low + high) / 2 for low, high in pairwise((*bars, bars[-1] + mean_band(bars)))]
    return (bars[0], *middles)


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """What does a fact say of a ladder's competencies? Told from others by its identity, which is quick."""

    places: Mapping[str, int]
    top_level: int


@lru_cache(maxsize=64)
def _ask(slugs: tuple[str, ...], top_level: int) -> Question:
    return Question(places={slug: place for place, slug in enumerate(slugs)}, top_level=top_level)


def ask(ladder: Ladder) -> Question:
    """The same for ladders of which every fact says the same."""
    return _ask(tuple([each.slug for each in ladder.competencies]), ladder.top_level)


def hear(fact: Fact, question: Question) -> Sequence[View | Piece]:
    """The marks, or the pieces of evidence, that a fact is by itself: found once, and the same objects."""
    told: Sequence[View | Piece] | None = fact.remembered.get(question)
    if told is None:
        told = fact.remembered[question] = tuple(_hear(fact, question))
    return told


def _hear(fact: Fact, question: Question) -> Iterable[View | Piece]:
    body = fact.body
    if isinstance(body, RatingForm):
        return _marks_of(fact, body, question)
    return _pieces_of(fact, body, question) if isinstance(body, EvidenceItem) else ()


def _listen(known: Dossier, kind: type[RatingForm | EvidenceItem], ladder: Ladder) -> list[Any]:
    """All marks, or all pieces, in the order of facts and ladder: how a form was typed changes no digit."""
    question, found = ask(ladder), list[Any]()
    for fact, _ in known.each(kind):
        found += hear(fact, question)
    return found


def _marks_of(fact: Fact, form: RatingForm, question: Question) -> list[View]:
    rater, name = find_rater(fact, form), form.rater.strip()
    return [
        View(
            place=place,
            level=level,
            rater=rater,
            name=name,
            source=form.source,
            seen_on=fact.happened_on,
            fact=fact.id,
            weight=1.0 / form.shared.get(slug, 1),
        )
        for slug, place in question.places.items()
        if 0 <= (level := form.marks.get(slug, -1)) <= question.top_level
    ]


def _answers(known: Dossier, ladder: Ladder) -> Iterator[View]:
    """What each rater answered last about each act, in the order of the ladder, then of raters.

    Who can't say, or says that an act does not apply, takes back what they answered before.
    """
    forms = [(fact, form) for fact, form in known.each(RatingForm) if form.answers]
    if not forms:
        return
    last = {
        (key, find_rater(fact, form)): (fact, form, answer)
        for fact, form in forms
        for key, answer in form.answers.items()
    }
    for place, competency in enumerate(ladder.competencies):
        acts = {one.key: one.behaviour.level for one in competency.keyed_behaviours()}
        answered = [
            View(
                place=place,
                level=acts[key],
                rater=rater,
                name=form.rater.strip(),
                source=form.source,
                seen_on=fact.happened_on,
                fact=fact.id,
                answer=ANSWER_CATEGORIES[answer],
            )
            for (key, rater), (fact, form, answer) in sorted(last.items(), key=lambda item: item[0])
            if 1 <= acts.get(key, 0) <= ladder.top_level and answer in ANSWER_CATEGORIES
        ]
        yield from weigh_answers(answered)


def weigh_answers(views: Sequence[View]) -> Iterator[View]:
    """Answers about one competency, each rater's together at most as heavy as the limit."""
    counts = Counter(view.rater for view in views)
    for view in views:
        yield view._replace(weight=min(1.0, ANSWERS_TOGETHER / counts[view.rater]))


def find_rater(fact: Fact, form: RatingForm) -> str:
    """Who speaks: oneself under any name, a named person, or an unknown one for each nameless form."""
    if form.source == "self":
        return "self"
    return named_rater(form.rater) or f"form {fact.id}"


def _pieces_of(fact: Fact, item: EvidenceItem, question: Question) -> list[Piece]:
    # Neither a draft nor a tag without a level says anything yet.
    places, tags = question.places, () if item.is_draft else item.tags
    levels = {tag.competency: tag.level for tag in tags if tag.level}
    return [
        Piece(places[slug], levels[slug], item.support, fact.happened_on, fact.id)
        for slug in (sorted(levels) if len(levels) > 1 else levels)
        if slug in places and levels[slug] <= question.top_level
    ]


def weigh(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, float]]:
    """The pieces that count, highest level first, until they weigh as much as one rating.

    One's own claims have a smaller limit of their own, as part of one's own view: sharing one limit, a
    claim that had to make room for somebody's confirmation could lower what it speaks of.
    Sharing that weight out among all was the alternative: ten small things told would then thin out
    the one large thing, and a long diary would make every page slow.
    """
    by_place: dict[int, dict[tuple[int, Support], list[Piece]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for piece in pieces:
        by_place[piece.place][-piece.level, piece.support].append(piece)
    found = [pair for kinds in by_place.values() for pair in _weigh_together(kinds)]
    yield from sorted(found, key=lambda pair: _weakness(pair[0]))


def _weigh_together(
    kinds: Mapping[tuple[int, Support], Sequence[Piece]],
) -> Iterator[tuple[Piece, float]]:
    """The pieces of one competency that count; of ten years of them most are never put in order."""
    taken = {True: 0.0, False: 0.0}
    for level, support in sorted(kinds, key=lambda kind: (kind[0], -EVIDENCE_WEIGHT[kind[1]])):
        is_own = support == "claimed"
        limit = CLAIMS_TOGETHER if is_own else EVIDENCE_TOGETHER
        if limit - taken[is_own] <= NO_ROOM:
            continue
        for piece in sorted(kinds[level, support], key=lambda piece: piece.seen_on, reverse=True):
            weight = min(EVIDENCE_WEIGHT[support], limit - taken[is_own])
            if weight <= NO_ROOM:
                break
            taken[is_own] += weight
            yield piece, weight


def _weakness(piece: Piece) -> tuple[int, float, int]:
    """By level, then by support, then the newest first."""
    return -piece.level, -EVIDENCE_WEIGHT[piece.support], -piece.seen_on.toordinal()


def observe(basis: Basis, as_of: date) -> Iterator[rating_model.Observation]:
    """What counts, as the model takes it.

    An act that was seen says "at least": evidence of a Working act never pulls an Expert down. What
    nobody else confirmed is the person's own view and shares the self-rating's impression.
    """
    for view in basis.views:
        yield observe_view(view, basis.calibration, as_of)
    for piece, weight in weigh(basis.pieces):
        yield observe_piece(piece, weight, as_of)


def observe_view(
    view: View, calibration: rating_model.Calibration, as_of: date
) -> rating_model.Observation:
    """One view, as the model takes it."""
    place, level, rater, _, source, seen_on, _, answer, weight = view
    # By place: of ten years of marks a thousand are told, and names take half as long again.
    return rating_model.Observation(
        place,
        level if answer is None else answer,
        rater,
        source,
        weight,
        _years(seen_on, as_of),
        steps=None if answer is None else _steps_of(view, calibration),
    )


def observe_piece(piece: Piece, weight: float, as_of: date) -> rating_model.Observation:
    """One piece of evidence, as the model takes it."""
    is_own = piece.support == "claimed"
    return rating_model.Observation(
        competency=piece.place,
        mark=piece.level,
        rater="self" if is_own else "evidence",
        source="self" if is_own else piece.support,
        weight=weight,
        age_years=_years(piece.seen_on, as_of),
        is_at_least=True,
    )


def _steps_of(view: View, calibration: rating_model.Calibration) -> tuple[float, ...]:
    """The steps of the item that an answer is about; a mark has its competency's own."""
    return rating_model.item_steps(calibration.steps_of(view.place), view.level)


def _years(day: date, as_of: date) -> float:
    return (as_of - day).days / DAYS_PER_YEAR
