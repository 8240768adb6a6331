"""The named differencing attack: reading one peer's marks off two published states of one person.

The attacker knows both states whole (every mean and SD, and from these the precisions that sum the
marks), who has rated when, and the manager's form. From simulated people on whom they may learn they
regress the marks of the peers who came in between on all that; figures are correlations with each such
peer's marks on people they have not seen. The baseline guesses from the later state alone. By exact
inversion they also try every set of marks that three peers can have given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations_with_replacement, product
from uuid import UUID, uuid5

import numpy as np
from benchmarks.standing.rows import Row
from numpy.typing import NDArray

from headway.algorithms.rating_model import Observation
from headway.algorithms.rating_model.variants import Variant, score_variants
from headway.core.dossier import Dossier, Fact
from headway.core.ladder import Ladder
from headway.core.ratings import CycleClosing, RatingForm, RatingSource
from headway.core.standing import estimate_levels
from headway.core.standing.severity import default_calibration
from headway.formats import built_in

Floats = NDArray[np.float64]
OWNER = UUID(int=7)
BEGINNING = datetime(2026, 1, 5, 12, tzinfo=UTC)
ALLOWED_ABOVE_BASELINE = 0.05
PEOPLE, PEOPLE_QUICKLY = 400, 150
FOLDS = 5
# As precise as score_variants is, and as the pages are at best.
EXACT, SHOWN_DECIMALS = 5, 1


@dataclass(frozen=True, kw_only=True)
class _Person:
    """One simulated person's marks, shape (competencies,): the manager's and each peer's."""

    manager: NDArray[np.int64]
    peers: tuple[NDArray[np.int64], ...]


@dataclass(frozen=True, kw_only=True)
class _Scene:
    """What happened: `rounds` holds how many peers gave to each, and every round is closed.

    With `are_the_same` the peers of each round are those of the first. `later` is how many of the last
    forms came to count together; the attacker compares the states before and after. A closing after
    every form changes nothing that the rule lets out. `is_named` is False where the target is not ours.
    """

    name: str
    rounds: tuple[int, ...]
    later: int
    are_the_same: bool = False
    is_closed_after_each: bool = False
    has_rule: bool = True
    is_named: bool = True


SCENES = (
    _Scene(name="a first round of three peers", rounds=(3,), later=3),
    _Scene(name="a first round of five peers", rounds=(5,), later=5),
    _Scene(name="a second round of three others: waits", rounds=(3, 3), later=3),
    _Scene(name="a second round of five others", rounds=(3, 5), later=5),
    _Scene(name="three others, then two: five together", rounds=(3, 3, 2), later=5),
    _Scene(
        name="the same three asked twice again: six together",
        rounds=(3, 3, 3),
        later=6,
        are_the_same=True,
    ),
    _Scene(name="a second round of the same five", rounds=(5, 5), later=5, are_the_same=True),
    _Scene(
        name="a closing tried after every form", rounds=(3,), later=3, is_closed_after_each=True
    ),
    _Scene(name="a third round of five others", rounds=(5, 5, 5), later=5, is_named=False),
    _Scene(
        name="without the rule: figures move with every form", rounds=(3,), later=1, has_rule=False
    ),
)


def measure(quick: bool) -> list[Row]:  # noqa: FBT001 - as run.py calls all
    """How much closer the attack comes to one peer's marks than a guess from the later state."""
    ladder = built_in.ladder()
    people = PEOPLE_QUICKLY if quick else PEOPLE
    rows = [_row(scene, ladder, people) for scene in (SCENES[:1] if quick else SCENES)]
    return rows if quick else [*rows, *_invert(ladder)]


def _row(scene: _Scene, ladder: Ladder, people: int) -> Row:
    attack, baseline = _attack(scene, ladder, people)
    above = attack - baseline
    has_target = scene.has_rule and scene.is_named
    return Row(
        name=f"peers' marks by differencing, {scene.name}",
        figure=f"r = {attack:.3f}, {above:+.3f} on the baseline's {baseline:.3f}",
        target=f"at most +{ALLOWED_ABOVE_BASELINE:.2f}" if has_target else "",
        holds=above <= ALLOWED_ABOVE_BASELINE if has_target else None,
        note=f"{people} people, {len(ladder.competencies)} competencies",
    )


def _attack(scene: _Scene, ladder: Ladder, people: int) -> tuple[float, float]:
    """The correlation of attack and of baseline with the marks of each peer who came in between."""
    random = np.random.default_rng(20261123)
    known, later, marks = [], [], []
    last = sum(scene.rounds)
    for _ in range(people):
        person = _simulate(random, scene, ladder)
        before, after = (_see(person, scene, ladder, n) for n in (last - scene.later, last))
        known.append(np.column_stack([before, after, after - before, person.manager]))
        later.append(after)
        marks.append(np.array(person.peers[last - scene.later :]).T)
    target = np.array(marks, dtype=np.float64)
    return _correlate(np.array(known), target), _correlate(np.array(later), target)


def _simulate(random: np.random.Generator, scene: _Scene, ladder: Ladder) -> _Person:
    """A person and their raters, drawn from the shipped calibration."""
    calibration = default_calibration(ladder)
    count = len(ladder.competencies)
    level = random.normal(0, calibration.sd_general) + random.normal(
        0, calibration.sd_specific, count
    )
    steps = np.array([calibration.steps_of(place) for place in range(count)])
    heights = np.concatenate([np.zeros((count, 1)), np.cumsum(steps, axis=1)], axis=1)
    of_peers = random.normal(0, calibration.sources["peer"].sd)
    rater_sd = np.hypot(calibration.sd_severity, calibration.sd_halo)
    effects = random.normal(0, rater_sd, sum(scene.rounds) + 1)

    def form(effect: float) -> NDArray[np.int64]:
        logits = (level - effect)[:, None] * np.arange(heights.shape[1]) - heights
        return np.asarray((logits + random.gumbel(size=logits.shape)).argmax(axis=1))

    return _Person(
        manager=form(float(effects[-1])),
        peers=tuple(
            form(float(effects[_who(n, scene)] + of_peers)) for n in range(sum(scene.rounds))
        ),
    )


def _who(number: int, scene: _Scene) -> int:
    """Which peer gave the form with that number."""
    return number % scene.rounds[0] if scene.are_the_same else number


def _see(person: _Person, scene: _Scene, ladder: Ladder, peers: int) -> Floats:
    """The published state after so many peers, shape (competencies, features): of each and of all."""
    facts = [_fact(_form("manager", "manager", person.manager, ladder, ""), 0)]
    given, day = 0, 1
    for number, size in enumerate(scene.rounds):
        cycle = f"round {number}" if scene.has_rule else ""
        for place in range(given, min(given + size, peers)):
            rater, marks = f"peer {_who(place, scene)}", person.peers[place]
            facts.append(_fact(_form(rater, "peer", marks, ladder, cycle), day))
            if scene.is_closed_after_each:
                facts.append(_fact(CycleClosing(cycle=cycle), day + 1))
            day += 2
        given += size
        if peers >= given:
            facts.append(_fact(CycleClosing(cycle=cycle), day))
            day += 1
    # Both states are looked at on one day, so that time tells nothing.
    as_of = (BEGINNING + timedelta(days=100)).date()
    standing = estimate_levels(Dossier(owner=OWNER, facts=tuple(facts)), ladder, as_of=as_of)
    own = np.array([(e.mean, e.sd, e.mean / e.sd**2, 1 / e.sd**2) for e in standing.estimates])
    return np.hstack([own, np.broadcast_to(own.mean(axis=0), own.shape)])


def _form(
    rater: str, source: RatingSource, marks: NDArray[np.int64], ladder: Ladder, cycle: str
) -> RatingForm:
    slugs = [competency.slug for competency in ladder.competencies]
    return RatingForm(
        rater=rater, source=source, cycle=cycle, marks=dict(zip(slugs, marks.tolist(), strict=True))
    )


def _fact(body: RatingForm | CycleClosing, day: int) -> Fact:
    moment = BEGINNING + timedelta(days=day)
    return Fact(
        id=uuid5(OWNER, f"{day} {body}"), body=body, happened_on=moment.date(), recorded_at=moment
    )


def _correlate(known: Floats, target: Floats) -> float:
    """The mean correlation of each peer's marks with their best guess from `known`, on new people.

    `target` has the shape (people, competencies, peers); nothing known tells the peers apart. Ridge
    regression with squares, fitted on the other folds.
    """
    guesses = np.empty(target.shape[:2])
    folds = np.arange(len(target)) % FOLDS
    for fold in range(FOLDS):
        held_out = folds == fold
        fit = _regress(known[~held_out], target[~held_out].mean(axis=2))
        guesses[held_out] = fit(known[held_out])
    peers = range(target.shape[2])
    each = [np.corrcoef(guesses.ravel(), target[:, :, n].ravel())[0, 1] for n in peers]
    return float(np.mean(each))


def _regress(known: Floats, target: Floats) -> Callable[[Floats], Floats]:
    middle, spread = known.mean(axis=(0, 1)), known.std(axis=(0, 1)) + 1e-9

    def design(values: Floats) -> Floats:
        # One person far out must not rule the squares.
        scaled = np.clip((values - middle) / spread, -4, 4)
        ones = np.ones((*values.shape[:2], 1))
        return np.concatenate([ones, scaled, scaled**2], axis=2).reshape(
            -1, 1 + 2 * values.shape[2]
        )

    terms = design(known)
    weights = np.linalg.solve(terms.T @ terms + np.eye(terms.shape[1]), terms.T @ target.ravel())
    return lambda values: np.asarray(design(values) @ weights).reshape(values.shape[:2])


# Exact inversion -----------------------------------------------------------------------------------


def _invert(ladder: Ladder) -> list[Row]:
    """What all figures, at full precision, tell of the marks of three nameless peers.

    The model's sufficient statistics are sums: of each competency's marks, and of each rater's.
    """
    one, both = (_every_set(count) for count in (1, 2))
    seen_one, seen_both = _figures(ladder, one), _figures(ladder, both)
    spread = _spread_within(seen_both, [_totals(forms) for forms in both])
    may_differ = np.array([_may_go_together_otherwise(forms) for forms in both])
    found = _are_alone(seen_both, EXACT)[may_differ]
    exact, rounded = (100 * _are_alone(seen_one, d).mean() for d in (EXACT, SHOWN_DECIMALS))
    return [
        Row(
            name="figures of marks with the same totals by competency and by rater, exact inversion",
            figure=f"{spread:.0e} logits apart",
            target="at most 1e-06: no more than totals can be read",
            holds=spread <= 1e-6,
            note=f"two competencies, {len(both)} sets of three forms; of {found.size} in which it matters "
            f"which mark went with which, {found.sum()} follow from the totals",
        ),
        Row(
            name="marks of three nameless peers who speak of one competency alone, exact inversion",
            figure=f"{exact:.0f} of 100 sets told; {rounded:.0f} from figures rounded to a tenth",
            target="",
            holds=None,
            note="which of the three gave which is not told",
        ),
    ]


def _totals(forms: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    """The sum of each competency, and that of each rater without saying whose it is."""
    return tuple(map(sum, zip(*forms, strict=True))), tuple(sorted(map(sum, forms)))


def _spread_within(figures: Floats, groups: Sequence[object]) -> float:
    """The farthest that figures of one group lie apart."""
    rows: dict[object, list[int]] = {}
    for row, group in enumerate(groups):
        rows.setdefault(group, []).append(row)
    return max(float(np.ptp(figures[some], axis=0).max()) for some in rows.values())


def _every_set(competencies: int) -> list[tuple[tuple[int, ...], ...]]:
    """Every set of three forms, shape (3, competencies) each; who gave which makes no difference."""
    return list(combinations_with_replacement(product(range(5), repeat=competencies), 3))


def _figures(ladder: Ladder, sets: Sequence[tuple[tuple[int, ...], ...]]) -> Floats:
    """Means and SDs that would be published with a manager's marks in the middle, a row a set."""
    count = len(sets[0][0])
    raters = [("manager", "manager"), *((f"peer {n}", "peer") for n in range(3))]
    marks = [
        Observation(competency=place, mark=2, rater=rater, source=source)
        for rater, source in raters
        for place in range(count)
    ]
    variants = [
        Variant(weight=np.ones(len(marks)), marks=tuple(enumerate(chain(*forms), start=count)))
        for forms in sets
    ]
    scored = score_variants(marks, variants, np.zeros(count), default_calibration(ladder))
    return np.array([np.concatenate([one.mean, one.sd]) for one in scored])


def _are_alone(figures: Floats, decimals: int) -> NDArray[np.bool_]:
    """Whether no other set has the same figures, rounded."""
    rounded = np.round(figures, decimals)
    _, group, counts = np.unique(rounded, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(counts[group.ravel()] == 1)


def _may_go_together_otherwise(forms: tuple[tuple[int, ...], ...]) -> bool:
    """Whether the same marks on each competency could make up other forms."""
    return all(len(set(marks)) > 1 for marks in zip(*forms, strict=True))


def main(arguments: Sequence[str]) -> int:
    """Prints the rows; exit code 1 if a target is missed."""
    rows = measure("--quick" in arguments)
    for row in rows:
        verdict = {True: "pass", False: "FAIL", None: ""}[row.holds]
        print(f"{row.name}: {row.figure} (target {row.target or 'none'}) {verdict}")
    return int(any(row.holds is False for row in rows))


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
