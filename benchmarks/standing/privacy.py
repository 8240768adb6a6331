"""The named differencing attack: reading one peer's marks off two published states of one person.

The attacker knows both states whole (every mean and SD), who has rated when, and all forms but the
peers'. From simulated people on whom they may learn they regress the last peer's marks on all that;
figures are correlations on people they have not seen. The baseline guesses from the later state alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import numpy as np
from benchmarks.standing.rows import Row
from numpy.typing import NDArray

from headway.core.dossier import Dossier, Fact
from headway.core.ladder import Ladder
from headway.core.ratings import CycleClosing, RatingForm, RatingSource
from headway.core.severity import default_calibration
from headway.core.standing import estimate_levels
from headway.formats import built_in

Floats = NDArray[np.float64]
OWNER = UUID(int=7)
BEGINNING = datetime(2026, 1, 5, 12, tzinfo=UTC)
ALLOWED_ABOVE_BASELINE = 0.05
PEOPLE, PEOPLE_QUICKLY = 400, 150
FOLDS = 5


@dataclass(frozen=True, kw_only=True)
class _Person:
    """One simulated person's marks, shape (competencies,): the manager's and each peer's."""

    manager: NDArray[np.int64]
    peers: tuple[NDArray[np.int64], ...]


@dataclass(frozen=True, kw_only=True)
class _Scene:
    """What happened, and between which days the attacker compares; `rounds` holds how many peers gave.

    With `are_the_same` the peers of each round are those of the first.
    """

    name: str
    rounds: tuple[int, ...]
    are_the_same: bool = False
    is_closed_after_each: bool = False
    has_rule: bool = True


SCENES = (
    _Scene(name="a first round of three peers", rounds=(3,)),
    _Scene(name="a second round of the same three", rounds=(3, 3), are_the_same=True),
    _Scene(name="a second round of three others", rounds=(3, 3)),
    _Scene(name="a second round of five others", rounds=(3, 5)),
    _Scene(name="a first round of five peers", rounds=(5,)),
    _Scene(name="a closing tried after every form", rounds=(3,), is_closed_after_each=True),
    _Scene(name="without the rule: figures move with every form", rounds=(3,), has_rule=False),
)


def measure(quick: bool) -> list[Row]:  # noqa: FBT001 - as run.py calls all
    """How much closer the attack comes to one peer's marks than a guess from the later state."""
    ladder = built_in.ladder()
    people = PEOPLE_QUICKLY if quick else PEOPLE
    return [_row(scene, ladder, people) for scene in (SCENES[:1] if quick else SCENES)]


def _row(scene: _Scene, ladder: Ladder, people: int) -> Row:
    attack, baseline = _attack(scene, ladder, people)
    above = attack - baseline
    return Row(
        name=f"peers' marks by differencing, {scene.name}",
        figure=f"r = {attack:.3f}, {above:+.3f} on the baseline's {baseline:.3f}",
        target=f"at most +{ALLOWED_ABOVE_BASELINE:.2f}" if scene.has_rule else "",
        holds=above <= ALLOWED_ABOVE_BASELINE if scene.has_rule else None,
        note=f"{people} people, {len(ladder.competencies)} competencies",
    )


def _attack(scene: _Scene, ladder: Ladder, people: int) -> tuple[float, float]:
    """The correlation of attack and of baseline with the last peer's marks."""
    random = np.random.default_rng(20261123)
    known, later, marks = [], [], []
    for _ in range(people):
        person = _simulate(random, scene, ladder)
        before, after = (_see(person, scene, ladder, n) for n in _compared(scene))
        known.append(np.column_stack([before, after, after - before, person.manager]))
        later.append(after)
        marks.append(person.peers[-1])
    target = np.array(marks, dtype=np.float64)
    return tuple(_correlate(np.array(x), target) for x in (known, later))  # type: ignore[return-value]


def _compared(scene: _Scene) -> tuple[int, int]:
    """After how many peers the attacker looks: the closest two states around the last peer's form."""
    last = sum(scene.rounds)
    return (
        (last - 1, last)
        if scene.is_closed_after_each or not scene.has_rule
        else (
            last - scene.rounds[-1],
            last,
        )
    )


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
    own = np.array([(e.mean, e.sd) for e in standing.estimates])
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
    """The correlation of `target` (people, competencies) with its best guess from `known`, on new people.

    Least squares with squares and a term for each competency, fitted on the other folds.
    """
    guesses = np.empty_like(target)
    folds = np.arange(len(target)) % FOLDS
    for fold in range(FOLDS):
        held_out = folds == fold
        fit = _regress(known[~held_out], target[~held_out])
        guesses[held_out] = fit(known[held_out])
    return float(np.corrcoef(guesses.ravel(), target.ravel())[0, 1])


def _regress(known: Floats, target: Floats) -> Callable[[Floats], Floats]:
    middle, spread = known.mean(axis=(0, 1)), known.std(axis=(0, 1)) + 1e-9

    def design(values: Floats) -> Floats:
        scaled = (values - middle) / spread
        ones = np.ones((*values.shape[:2], 1))
        return np.concatenate([ones, scaled, scaled**2], axis=2).reshape(
            -1, 1 + 2 * values.shape[2]
        )

    weights = np.linalg.lstsq(design(known), target.ravel(), rcond=1e-8)[0]
    return lambda values: np.asarray(design(values) @ weights).reshape(values.shape[:2])


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
