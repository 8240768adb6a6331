"""The adaptive self-assessment: one's own view of single acts, and the act most worth asking about next."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from headway.algorithms import rating_model
from headway.algorithms.rating_model import items
from headway.core.dossier import Dossier
from headway.core.gap import TOP_COUNT, ExpectationGap, find_gaps, find_set_aside
from headway.core.ladder import KeyedBehaviour, Ladder, Role
from headway.core.ratings import BehaviourAnswer, RatingForm
from headway.core.set_aside import without
from headway.core.standing import NOT_YET_UP_TO, SHOWN_FROM, Estimate, Standing, estimate_from
from headway.core.standing.basis import ANSWER_CATEGORIES, Basis, find_bars, find_basis, observe

# How much it matters which gaps are the largest, beside one for each call against the target's bars.
# With less the largest gaps were found less often after fifteen answers, with more the calls came later.
LIST_WEIGHT = 1.0
# What an answer must be expected to take away of the doubt (one call at even odds: .25) to be asked for.
WORTH_ASKING = 0.005
# How many answers ahead a person is told what more answers would call.
ANSWERS_AHEAD = 10
# After so many questions about one competency another is asked about if it is nearly as good.
ASKED_IN_A_ROW = 2
NEARLY_AS_GOOD = 0.8
# So many SDs from a bar a chance is SHOWN_FROM, or NOT_YET_UP_TO.
REACH_OF_A_CALL = 0.8416212335729143


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """How far a person's own answers reach, what they say, and what to ask next.

    `own_view` is their own view of themselves, to which others and evidence add nothing and from which
    no leniency is taken off: others may see it differently. `asked_for` are the competencies that are
    compared (all, without a role). `called` are those shown or not yet by answers about themselves;
    `foreseen` would be, judging from the answers about others alone (both empty without a role). About
    `more_answers` more, at most ANSWERS_AHEAD unless the next call takes more, would call `more_calls`
    of the rest. `top` are the gaps that matter most.
    `next_behaviour` is the key of the act to ask about; None when no answer would tell much more.
    """

    as_of: date
    own_view: Standing
    answered_count: int
    asked_for: tuple[str, ...]
    called: tuple[str, ...]
    foreseen: tuple[str, ...]
    more_answers: int
    more_calls: int
    top: tuple[ExpectationGap, ...]
    next_behaviour: str | None
    others_have_rated: bool


def assess(
    dossier: Dossier,
    ladder: Ladder,
    role: Role | None,
    *,
    as_of: date,
    asked: Sequence[str] | None = None,
    calibration: rating_model.Calibration | None = None,
) -> Assessment:
    """What the person's own answers known by the end of `as_of` say, and what to ask next.

    What the person set aside of `role` is neither compared nor asked about.

    `asked` are the keys of acts not to be asked about again, oldest first; None for all that the person
    ever answered, "can't say" and "does not apply" included. Of `calibration` (None: the shipped one) its
    scale counts, not how lenient people are with themselves.
    """
    role = _asks_of(dossier, role, as_of)
    pooled = find_basis(dossier, ladder, as_of=as_of, calibration=calibration)
    basis = read_own_view(pooled)
    told = asked_before(dossier, as_of=as_of) if asked is None else tuple(asked)
    own_view = _to_standing(basis, ladder, role, as_of)
    compared = [e for e in own_view.estimates if role is None or e.bar is not None]
    clear = [e for e in compared if _is_clear(e)]
    called = tuple(e.competency for e in clear if e.state != "too little to tell")
    uncalled = [e for e in compared if e.competency not in called]
    soon = _soon(_answers_needed(uncalled, ladder, told))
    return Assessment(
        as_of=as_of,
        own_view=own_view,
        answered_count=sum(view.answer is not None for view in basis.views),
        asked_for=tuple(e.competency for e in compared),
        called=called,
        foreseen=tuple(e.competency for e in clear if not e.view_count),
        more_answers=sum(number for number, _ in soon),
        more_calls=round(sum(chance for _, chance in soon)),
        top=_largest_gaps(dossier, own_view, ladder, role) if role else (),
        next_behaviour=choose_behaviour(basis, ladder, role, as_of, told),
        others_have_rated=pooled.others_have_rated,
    )


def next_behaviour(
    dossier: Dossier,
    ladder: Ladder,
    role: Role | None,
    *,
    as_of: date,
    asked: Sequence[str],
    calibration: rating_model.Calibration | None = None,
) -> str | None:
    """The key of the act, not in `asked`, on which an answer is expected to sharpen the calls the most.

    A call is whether a competency is at the level that `role` asks for (without one: each level), and
    whether its gap is among the largest. `asked` is oldest first; every answer to it counts as asked,
    and one that tells nothing teaches nothing about other acts. None when no answer would tell much.
    """
    basis = read_own_view(find_basis(dossier, ladder, as_of=as_of, calibration=calibration))
    return choose_behaviour(basis, ladder, _asks_of(dossier, role, as_of), as_of, asked)


def _asks_of(dossier: Dossier, role: Role | None, as_of: date) -> Role | None:
    """What `role` asks of the person, without what they say does not apply to them."""
    if role is None:
        return None
    return without(role, find_set_aside(dossier.known_by(as_of), role.slug))


def read_own_view(basis: Basis) -> Basis:
    """What a person's own view rests on: their own marks and answers, each at its full weight.

    It asks how people see themselves: neither their impression of themselves nor the leniency that is
    usual in self-ratings is set against their word, and no evidence and nobody else's view counts.
    """
    own = [view for view in (*basis.views_aside, *basis.views) if view.source == "self"]
    sources = {**basis.calibration.sources, rating_model.SELF: rating_model.SourceEffect()}
    return Basis(
        held_role=basis.held_role,
        prior_mean=basis.prior_mean,
        views=tuple(view._replace(weight=1.0) for view in own),
        pieces=(),
        calibration=replace(
            basis.calibration, sd_self_halo=0.0, sources=sources, ground=rating_model.Ground()
        ),
    )


def asked_before(dossier: Dossier, *, as_of: date) -> tuple[str, ...]:
    """The keys of all acts that the person was asked about by the end of `as_of`, oldest form first."""
    forms = (form for _, form in dossier.known_by(as_of).each(RatingForm))
    return tuple(dict.fromkeys(key for f in forms if f.source == "self" for key in f.answers))


def with_answer(form: RatingForm, key: str, answer: BehaviourAnswer) -> RatingForm:
    """`form` with an answer about the act under `key`, last of all."""
    others = {known: given for known, given in form.answers.items() if known != key}
    return replace(form, answers={**others, key: answer})


def without_last_answer(form: RatingForm) -> RatingForm:
    """`form` without the answer given last; unchanged without any."""
    return replace(form, answers=dict(list(form.answers.items())[:-1]))


def tells_something(answer: BehaviourAnswer) -> bool:
    """Whether an answer says anything of a level: "can't say" and "does not apply" don't."""
    return answer in ANSWER_CATEGORIES


def _to_standing(basis: Basis, ladder: Ladder, role: Role | None, as_of: date) -> Standing:
    return Standing(
        as_of=as_of,
        ladder=ladder.slug,
        ladder_version=ladder.version,
        held_role=basis.held_role.slug if basis.held_role else "",
        compared_role=role.slug if role else "",
        estimates=estimate_from(basis, ladder, as_of=as_of, compared_role=role),
    )


def _largest_gaps(
    dossier: Dossier, own_view: Standing, ladder: Ladder, role: Role
) -> tuple[ExpectationGap, ...]:
    report = find_gaps(dossier, own_view, ladder, role, as_of=own_view.as_of)
    by_slug = {expectation.slug: expectation for expectation in report.expectations}
    return tuple(by_slug[slug] for slug in report.top)


def _is_clear(estimate: Estimate) -> bool:
    """Whether the chance alone would make a call, whoever has or hasn't spoken of it."""
    chance = estimate.meets_chance
    return chance is not None and not NOT_YET_UP_TO < chance < SHOWN_FROM


def _answers_needed(
    uncalled: Sequence[Estimate], ladder: Ladder, asked: Collection[str]
) -> list[tuple[int, float]]:
    """For each competency that may be called with the acts left: how many answers, and how likely."""
    needed = []
    for estimate in uncalled:
        acts = list(_acts_left(ladder, asked, {estimate.competency}))
        if estimate.bar is None or not acts:
            continue
        found = items.likely_answers(
            estimate.mean, estimate.sd, estimate.bar, reach=REACH_OF_A_CALL, most=len(acts)
        )
        if found is not None:
            needed.append(found)
    return needed


def _soon(needed: Sequence[tuple[int, float]]) -> Sequence[tuple[int, float]]:
    """The calls that take the fewest answers: those within reach, or the very next one."""
    first = sorted(needed, key=lambda call: (call[0], -call[1]))
    answers = 0
    for place, (number, _) in enumerate(first):
        answers += number
        if place and answers > ANSWERS_AHEAD:
            return first[:place]
    return first


def _acts_left(
    ladder: Ladder, asked: Collection[str], competencies: Collection[str]
) -> Iterator[KeyedBehaviour]:
    """The acts of some competencies that have a bar and were not asked about, in the ladder's order."""
    for one in ladder.keyed_behaviours():
        has_bar = 1 <= one.behaviour.level <= ladder.top_level
        if has_bar and one.competency in competencies and one.key not in asked:
            yield one


def choose_behaviour(
    own: Basis, ladder: Ladder, role: Role | None, as_of: date, asked: Sequence[str]
) -> str | None:
    """As `next_behaviour`, for somebody of whose own view is known what `read_own_view` gives."""
    worth = weigh_acts(own, ladder, role, as_of, asked)
    return _choose(worth, asked) if worth else None


def weigh_acts(
    basis: Basis, ladder: Ladder, role: Role | None, as_of: date, asked: Collection[str]
) -> dict[str, float]:
    """What one answer about each act, by its key, is expected to take away of the doubt about the calls.

    Acts of one competency and level teach the same: the first that is not in `asked` stands for all.
    """
    asked_for = [c.slug for c in ladder.competencies if role is None or role.expected.get(c.slug)]
    kinds: dict[tuple[str, int], str] = {}
    for act in _acts_left(ladder, frozenset(asked), asked_for):
        kinds.setdefault((act.competency, act.behaviour.level), act.key)
    if not kinds:
        return {}
    posterior = rating_model.score(list(observe(basis, as_of)), basis.prior_mean, basis.calibration)
    calls = _calls(posterior, basis, ladder, role)
    left = items.expected_doubt(posterior, _to_items(list(kinds), basis, ladder), calls)
    worth = [round(value, 9) for value in (items.doubt(posterior, calls) - left).tolist()]
    return dict(zip(kinds.values(), worth, strict=True))


def _to_items(kinds: Sequence[tuple[str, int]], basis: Basis, ladder: Ladder) -> items.Items:
    places = {competency.slug: place for place, competency in enumerate(ladder.competencies)}
    steps = [
        rating_model.item_steps(basis.calibration.steps_of(places[slug]), level)
        for slug, level in kinds
    ]
    return items.Items(
        competency=np.array([places[slug] for slug, _ in kinds]), steps=np.array(steps)
    )


def _calls(
    posterior: rating_model.Posterior, basis: Basis, ladder: Ladder, role: Role | None
) -> items.Calls:
    """The bars to call against: the role's and the edge of the list of gaps, or those of all levels."""
    spoken_of = Counter(view.place for view in basis.views)
    asked = np.array([spoken_of[place] > 0 for place in range(len(ladder.competencies))])
    scales = [
        find_bars(basis.calibration.steps_of(place)) for place in range(len(ladder.competencies))
    ]
    if role is None:
        return items.Calls(bars=np.array(scales), weights=np.ones(ladder.top_level), asked=asked)
    levels = [role.expected.get(competency.slug, 0) for competency in ladder.competencies]
    bars = np.array(
        [scale[lv - 1] if lv else np.nan for scale, lv in zip(scales, levels, strict=True)]
    )
    # The distance to the bar at which a gap is neither surely among the largest nor surely not.
    distances = np.sort((bars - posterior.mean)[~np.isnan(bars)])[::-1]
    has_list = len(distances) > TOP_COUNT
    edge = distances[TOP_COUNT - 1 : TOP_COUNT + 1].mean() if has_list else np.nan
    return items.Calls(
        bars=np.column_stack((bars, bars - edge)),
        weights=np.array([1.0, LIST_WEIGHT]),
        asked=asked,
    )


def _choose(worth: dict[str, float], asked: Sequence[str]) -> str | None:
    """The key worth most, the ladder's first among equals; None if none is worth asking."""
    best = max(worth, key=lambda key: worth[key])
    if worth[best] < WORTH_ASKING:
        return None
    lately = {key.partition("/")[0] for key in asked[-ASKED_IN_A_ROW:]}
    if len(asked) < ASKED_IN_A_ROW or lately != {best.partition("/")[0]}:
        return best
    others = {key: value for key, value in worth.items() if key.partition("/")[0] not in lately}
    other = max(others, key=lambda key: others[key], default=best)
    return other if worth[other] >= NEARLY_AS_GOOD * worth[best] else best
