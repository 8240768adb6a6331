"""What an organiser sees of raters: how strictly each marks, who is to be asked, who can be compared."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import numpy as np

from headway.algorithms import rating_model
from headway.algorithms.rating_model.fit import (
    FEWEST_MARKS,
    infit_range,
    is_inconsistent,
)
from headway.algorithms.rating_model.further_forms import suggest_forms
from headway.algorithms.rating_model.network import (
    Component,
    Network,
    WeakBridge,
    find_components,
    find_weak_bridges,
    link,
)
from headway.algorithms.rating_model.rater_fit import RaterFit, measure_raters
from headway.core.dossier import Dossier
from headway.core.ladder import Ladder
from headway.core.organisation.calibration import FEWEST_PEOPLE, NAMED, arrange_marks
from headway.core.organisation.marks import OrganisationMarks, collect_marks
from headway.core.profile import About
from headway.core.ratings import named_rater
from headway.core.standing.severity import default_calibration

Lean = Literal["stricter than most", "more lenient than most", "too little to tell"]
Flag = Literal["inconsistent", "straight line"]
# The chance from which a rater is called strict or lenient, as for levels.
SURE_FROM = 0.8
# One straight form may be what somebody saw; as a habit it is flagged.
FEWEST_STRAIGHT_FORMS = 2
_LEAST_SD = 0.05


@dataclass(frozen=True, kw_only=True)
class RaterView:
    """One rater, named as in `review_raters`; `group` numbers the one that they can be compared within.

    `severity_mean` and `severity_sd` are in logits, above 0 stricter than the usual manager; with
    `is_within_group`, as no vignette tells how strict the group is, than the mean of its raters. `infit` is
    how much more than the model expects their marks vary (1 is as expected), with a range of 90 %; None
    where marks are too few to tell. `straight_form_count` of `long_form_count` forms on eight or more
    competencies hold one mark only. `flags` are for the organiser to ask about; they change no figure.
    """

    rater: str
    group: int
    form_count: int
    mark_count: int
    severity_mean: float
    severity_sd: float
    lean: Lean
    infit: float | None
    infit_range: tuple[float, float] | None
    straight_form_count: int
    long_form_count: int
    flags: tuple[Flag, ...]
    is_within_group: bool


@dataclass(frozen=True, kw_only=True)
class RaterGroup:
    """Raters and people linked by forms, comparable only with each other; `number` is from 1.

    `has_vignettes` says whether somebody in it marked invented people: if nobody did, how strict all of
    them are together can't be told, and is taken as no stricter and no milder than usual.
    """

    number: int
    raters: tuple[str, ...]
    people: tuple[UUID, ...]
    nameless_count: int
    has_vignettes: bool


@dataclass(frozen=True, kw_only=True)
class RaterBridge:
    """What alone links some raters with the rest of their group: one rater, or a form or two."""

    group: int
    rater: str
    forms: tuple[tuple[str, str], ...]
    raters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SuggestedForm:
    """A further form that would help to compare: it `joins` groups, or strengthens a weak bridge."""

    rater: str
    person: UUID
    joins: bool


@dataclass(frozen=True, kw_only=True)
class RaterReview:
    """All about raters as of a day. With `is_withheld` fewer than five people were rated.

    Then nothing is said of single raters: their figures would give away what they wrote about one person.
    """

    as_of: date
    people_count: int
    form_count: int
    is_withheld: bool
    raters: tuple[RaterView, ...] = ()
    groups: tuple[RaterGroup, ...] = ()
    bridges: tuple[RaterBridge, ...] = ()
    suggestions: tuple[SuggestedForm, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Names:
    """Raters (none are selves) and cases (people and vignettes) by their numbers in a network."""

    raters: tuple[str, ...]
    cases: tuple[str, ...]
    vignettes: frozenset[str]
    shown_as: Callable[[str], str]

    def say_rater(self, number: int) -> str:
        """How a rater is shown; of nobody's name nothing."""
        key = self.raters[number]
        return self.shown_as(key) if key.startswith(NAMED) else ""

    def say_case(self, number: int) -> str:
        """A person's id, or a vignette's name."""
        return self.cases[number]


def review_raters(
    dossiers: Iterable[Dossier],
    ladder: Ladder,
    *,
    as_of: date,
    pseudonym: Callable[[str], str] = str,
    may_rate: Callable[[str, UUID], bool] = lambda _rater, _person: True,
) -> RaterReview:
    """What all that was published by the end of `as_of` tells of the raters.

    Raters are named by `pseudonym` of their key (`named_rater`); nameless forms link people but are
    listed nowhere. `may_rate` says of a rater's key and a person's id whether a further form may be
    asked for. Equal facts give an equal result, whatever their order.
    """
    known = [dossier.known_by(as_of) for dossier in dossiers]
    told = collect_marks(known, ladder, as_of=as_of)
    names = _name(told, pseudonym)
    network = _link(told, names)
    components = find_components(network)
    people = {mark.case for mark in told.of_people}
    is_withheld = len(people) < FEWEST_PEOPLE
    own_names = _own_names(known)
    return RaterReview(
        as_of=as_of,
        people_count=len(people),
        form_count=len({mark.form for mark in told.of_people if mark.source != "self"}),
        is_withheld=is_withheld,
        raters=() if is_withheld else _view_raters(told, ladder, as_of, names, components),
        groups=tuple(_groups(components, names)),
        bridges=tuple(_bridges(network, components, names)),
        suggestions=_suggest(network, names, own_names, may_rate),
    )


def _name(told: OrganisationMarks, pseudonym: Callable[[str], str]) -> _Names:
    raters = {mark.rater for mark in told.marks if mark.source != "self"}
    return _Names(
        raters=tuple(sorted(raters)),
        cases=tuple(sorted(told.starts)),
        vignettes=frozenset(told.shown),
        shown_as=pseudonym,
    )


def _own_names(known: Iterable[Dossier]) -> dict[str, str]:
    """The rater's key of each person, as far as they gave a name."""
    told = ((str(dossier.owner), dossier.latest(About)) for dossier in known)
    return {case: named_rater(about.name) for case, about in told if about}


def _link(told: OrganisationMarks, names: _Names) -> Network:
    rater = {name: number for number, name in enumerate(names.raters)}
    case = {name: number for number, name in enumerate(names.cases)}
    return link(
        {(rater[m.rater], case[m.case]) for m in told.marks if m.source != "self"},
        rater_count=len(rater),
        person_count=len(case),
    )


def _view_raters(
    told: OrganisationMarks,
    ladder: Ladder,
    as_of: date,
    names: _Names,
    components: Sequence[Component],
) -> tuple[RaterView, ...]:
    ratings = arrange_marks(told, as_of)
    fitted = rating_model.calibrate(ratings, default_calibration(ladder))
    fit = measure_raters(ratings, fitted)
    place = {name: number for number, name in enumerate(ratings.raters)}
    shared = _shared_sds(fitted, ratings)
    views = []
    for number, part in enumerate(components, 1):
        has_vignettes = any(names.cases[case] in names.vignettes for case in part.persons)
        rater_of = {names.raters[rater]: rater for rater in part.raters}
        severities = {key: fitted.calibration.raters[key] for key in rater_of}
        if not has_vignettes:
            severities = _beside_each_other(severities, shared)
        views += [
            _view(
                names.say_rater(rater_of[key]),
                severity,
                fit,
                place[key],
                group=number,
                is_within_group=not has_vignettes,
            )
            for key, severity in severities.items()
            if key.startswith(NAMED)
        ]
    return tuple(sorted(views, key=lambda view: (not view.flags, view.group, view.rater)))


def _shared_sds(fitted: rating_model.Fitted, ratings: rating_model.Ratings) -> dict[str, float]:
    """How unsure all severities of a rater's part are together; of those who marked people."""
    pairs = zip(fitted.form_rater.tolist(), fitted.form_person.tolist(), strict=True)
    component = {ratings.raters[r]: int(fitted.component[person]) for r, person in pairs if r >= 0}
    return {name: float(fitted.shared_sd[part]) for name, part in component.items() if part >= 0}


def _beside_each_other(
    severities: Mapping[str, rating_model.SourceEffect], shared_sd: Mapping[str, float]
) -> dict[str, rating_model.SourceEffect]:
    """The severities of a group counted from their mean, whose own doubt is then none of theirs."""
    mean = math.fsum(each.mean for each in severities.values()) / max(1, len(severities))
    found = {}
    for key, told in severities.items():
        variance = told.sd**2 - shared_sd.get(key, 0.0) ** 2
        sd = math.sqrt(max(variance, _LEAST_SD**2))
        found[key] = rating_model.SourceEffect(mean=told.mean - mean, sd=sd)
    return found


def _view(
    name: str,
    severity: rating_model.SourceEffect,
    fit: RaterFit,
    place: int,
    *,
    group: int,
    is_within_group: bool,
) -> RaterView:
    statistics = fit.statistics
    is_enough = bool(statistics.count[place] >= FEWEST_MARKS) and bool(
        np.isfinite(statistics.infit[place])
    )
    low, high = (float(end[place]) for end in infit_range(statistics))
    flags: list[Flag] = ["inconsistent"] if is_inconsistent(statistics)[place] else []
    straight, long = int(fit.straight_count[place]), int(fit.long_form_count[place])
    if straight >= FEWEST_STRAIGHT_FORMS and 2 * straight > long:
        flags.append("straight line")
    return RaterView(
        rater=name,
        group=group,
        form_count=int(fit.form_count[place]),
        mark_count=int(fit.mark_count[place]),
        severity_mean=severity.mean,
        severity_sd=severity.sd,
        lean=_lean(severity),
        infit=float(statistics.infit[place]) if is_enough else None,
        infit_range=(low, high) if is_enough else None,
        straight_form_count=straight,
        long_form_count=long,
        flags=tuple(flags),
        is_within_group=is_within_group,
    )


def _lean(severity: rating_model.SourceEffect) -> Lean:
    chance = math.erfc(-severity.mean / (severity.sd * math.sqrt(2))) / 2
    if chance >= SURE_FROM:
        return "stricter than most"
    return "more lenient than most" if chance <= 1 - SURE_FROM else "too little to tell"


def _groups(components: Sequence[Component], names: _Names) -> Iterable[RaterGroup]:
    for number, part in enumerate(components, 1):
        cases = [names.cases[case] for case in part.persons]
        people = [case for case in cases if case not in names.vignettes]
        raters = [names.say_rater(rater) for rater in part.raters]
        yield RaterGroup(
            number=number,
            raters=tuple(sorted(name for name in raters if name)),
            people=tuple(UUID(case) for case in people),
            nameless_count=sum(not name for name in raters),
            has_vignettes=len(people) < len(cases),
        )


def _bridges(
    network: Network, components: Sequence[Component], names: _Names
) -> Iterable[RaterBridge]:
    group = {rater: n for n, part in enumerate(components, 1) for rater in part.raters}
    for bridge in find_weak_bridges(network):
        raters = [names.say_rater(rater) for rater in bridge.raters]
        yield RaterBridge(
            group=group[bridge.raters[0]],
            rater="" if bridge.rater is None else names.say_rater(bridge.rater),
            forms=_say_forms(bridge, names),
            raters=tuple(sorted(name for name in raters if name)),
        )


def _say_forms(bridge: WeakBridge, names: _Names) -> tuple[tuple[str, str], ...]:
    return tuple((names.say_rater(rater), names.say_case(case)) for rater, case in bridge.forms)


def _suggest(
    network: Network,
    names: _Names,
    own_names: dict[str, str],
    may_rate: Callable[[str, UUID], bool],
) -> tuple[SuggestedForm, ...]:
    """Forms by named raters on people; nobody rates themselves, and vignettes are offered to everybody."""

    def is_allowed(rater: int, person: int) -> bool:
        key, case = names.raters[rater], names.cases[person]
        is_person = case not in names.vignettes and key.startswith(NAMED)
        return is_person and own_names.get(case) != key and may_rate(key, UUID(case))

    return tuple(
        SuggestedForm(
            rater=names.say_rater(form.rater),
            person=UUID(names.cases[form.person]),
            joins=form.joins,
        )
        for form in suggest_forms(network, is_allowed=is_allowed)
    )
