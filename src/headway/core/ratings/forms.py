"""Who sees which level: the forms that the person and others filled in."""

import unicodedata
from dataclasses import dataclass, field
from typing import Literal, get_args

from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder

RatingSource = Literal["self", "manager", "peer", "report", "stakeholder"]
BehaviourAnswer = Literal["seen", "partly", "not seen", "can't say", "does not apply"]
FEWEST_SHARING = 2


@dataclass(frozen=True, kw_only=True)
class RatingForm:
    """One rater's view of one person on one day.

    `marks` maps competency slugs to levels; a competency the rater can't speak of is left out and
    may be named in `no_chance_to_see`, never marked 0. `answers` are about single behaviours, by their
    keys as `Ladder.behaviour` takes them. `cycle` names the round of ratings on a team's server to which
    the form was given; what others wrote in a round counts only once the round is closed. `request` is
    the code of the request that it answers. `shared` nobody tells: where a form is read under another
    ladder, it says of a mark on a competency that became several among how many parts it is shared;
    raises ValueError for fewer than two.
    """

    rater: str
    source: RatingSource
    marks: dict[str, int] = field(default_factory=dict)
    no_chance_to_see: tuple[str, ...] = ()
    note: str = ""
    answers: dict[str, BehaviourAnswer] = field(default_factory=dict)
    cycle: str = ""
    request: str = ""
    shared: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(parts < FEWEST_SHARING for parts in self.shared.values()):
            raise ValueError(f"A mark is shared among {FEWEST_SHARING} parts or more.")


@dataclass(frozen=True, kw_only=True)
class CycleClosing:
    """The end of a round of ratings of one person: from this day on its forms may count."""

    cycle: str


@dataclass(frozen=True, kw_only=True)
class VignetteForm:
    """How one rater marked invented people whose levels are known beforehand.

    `marks` maps "vignette/competency" to levels; what a vignette does not show is left out and may be
    named in `no_chance_to_see`. `intended` holds the levels that `version` of the vignettes means to
    show, so that the form says the same when a later version means another.
    """

    rater: str
    source: RatingSource
    marks: dict[str, int] = field(default_factory=dict)
    no_chance_to_see: tuple[str, ...] = ()
    intended: dict[str, int] = field(default_factory=dict)
    version: str = ""


def named_rater(name: str) -> str:
    """One key for a rater however their name was typed; empty for nobody's name.

    Spaces, capitals, what can't be seen and how an accent is put together make nobody another person.
    """
    plain = unicodedata.normalize("NFKC", name)
    shown = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    cleaned = " ".join(unicodedata.normalize("NFKC", shown.casefold()).split())
    return f"named {cleaned}" if cleaned else ""


def check_others_name(name: str, *, own_name: str) -> str:
    """`name` if it is not the person's own; raises InvalidInputError.

    One's own view under the name of a peer would set one's self-rating aside and count as somebody's.
    """
    if named_rater(name) == named_rater(own_name) != "":
        raise InvalidInputError(f"{name} is your own name; your own view is no other person's.")
    return name


def check_form(form: RatingForm, ladder: Ladder) -> RatingForm:
    """`form` if its competencies, levels and behaviours are the ladder's; else raises a HeadwayError."""
    for slug, level in form.marks.items():
        ladder.competency(slug)
        if not 0 <= level <= ladder.top_level:
            names = ", ".join(f"{lv.number} {lv.name}" for lv in ladder.levels)
            raise InvalidInputError(f"{slug}: there is no level {level}; the levels are {names}.")
    for slug in form.no_chance_to_see:
        ladder.competency(slug)
    for key, answer in form.answers.items():
        ladder.behaviour(key)
        if answer not in get_args(BehaviourAnswer):
            names = ", ".join(get_args(BehaviourAnswer))
            raise InvalidInputError(f"{key}: '{answer}' is no answer; the answers are {names}.")
    return form
