"""All marks of an organisation, of people and of vignettes, in one order of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from headway.algorithms import rating_model
from headway.core.dossier import Dossier, Fact
from headway.core.ladder import Ladder
from headway.core.ratings import VignetteForm, named_rater
from headway.core.standing.basis import read_basis
from headway.core.standing.severity import default_calibration, middle_of

# How one is related to an invented person makes nobody milder: a scene has the source that is the
# reference.
REFERENCE = "manager"


@dataclass(frozen=True, kw_only=True, order=True)
class Mark:
    """One mark by one rater: of a person (`case` is their id) or of a vignette."""

    case: str
    rater: str
    source: str
    place: int
    seen_on: date
    level: int
    form: str


@dataclass(frozen=True, kw_only=True)
class OrganisationMarks:
    """All that a calibration is made from, in an order of its own.

    `starts` are the levels (logits, one a competency) that people start from and that vignettes mean
    to show; `shown` the competencies (places) of which a vignette shows a level.
    """

    marks: tuple[Mark, ...]
    starts: dict[str, tuple[float, ...]]
    shown: dict[str, frozenset[int]]

    @property
    def of_people(self) -> tuple[Mark, ...]:
        """The marks that are not about vignettes."""
        return tuple(mark for mark in self.marks if mark.case not in self.shown)


def collect_marks(known: Iterable[Dossier], ladder: Ladder, *, as_of: date) -> OrganisationMarks:
    """All marks in dossiers that hold only what is known by `as_of`, as levels of competencies.

    Answers about single behaviours and marks that parts share are left out. A rater is the same in all
    dossiers by their name.
    """
    marks: list[Mark] = []
    starts: dict[str, tuple[float, ...]] = {}
    shown: dict[str, frozenset[int]] = {}
    for dossier in sorted(known, key=lambda dossier: dossier.owner):
        basis = read_basis(dossier, ladder, as_of=as_of)
        case = str(dossier.owner)
        starts[case] = basis.prior_mean
        marks += [
            Mark(
                case=case,
                rater=f"self {case}" if view.source == "self" else view.rater,
                source=view.source,
                place=view.place,
                seen_on=view.seen_on,
                level=view.level,
                form=str(view.fact),
            )
            for view in (*basis.views, *basis.views_aside)
            # A mark that several parts of a competency share is none of each alone.
            if view.answer is None and view.weight == 1.0
        ]
        for fact, form in dossier.each(VignetteForm):
            marks += _marks_of_vignettes(fact, form, ladder)
            for case_, levels in _scenes(form, ladder).items():
                shown[case_] = frozenset(levels)
                starts[case_] = _starts(levels, ladder)
    return OrganisationMarks(marks=tuple(sorted(marks)), starts=starts, shown=shown)


def _scenes(form: VignetteForm, ladder: Ladder) -> dict[str, dict[int, int]]:
    """The levels that each scene of a form means to show, by the places of their competencies."""
    scenes: dict[str, dict[int, int]] = {}
    for place, competency in enumerate(ladder.competencies):
        for key, level in form.intended.items():
            if key.partition("/")[2] == competency.slug and level <= ladder.top_level:
                scenes.setdefault(_case(key, form), {})[place] = level
    return scenes


def _case(key: str, form: VignetteForm) -> str:
    return f"vignette {key.partition('/')[0]} {form.version}"


def _starts(levels: dict[int, int], ladder: Ladder) -> tuple[float, ...]:
    steps = default_calibration(ladder).steps
    return tuple(
        middle_of(levels[place], rating_model.steps_of(steps, place)) if place in levels else 0.0
        for place in range(len(ladder.competencies))
    )


def _marks_of_vignettes(fact: Fact, form: VignetteForm, ladder: Ladder) -> Iterator[Mark]:
    """The marks of what a scene means to show, by a named rater; of nobody's nothing is learnt."""
    scenes = _scenes(form, ladder)
    for place, competency in enumerate(ladder.competencies):
        for key, level in form.marks.items():
            is_shown = place in scenes.get(_case(key, form), {})
            is_of_it = key.partition("/")[2] == competency.slug
            if is_shown and is_of_it and 0 <= level <= ladder.top_level and named_rater(form.rater):
                yield Mark(
                    case=_case(key, form),
                    rater=named_rater(form.rater),
                    source=REFERENCE,
                    place=place,
                    seen_on=fact.happened_on,
                    level=level,
                    form=str(fact.id),
                )
