"""Who a person is, which roles they held, and where they want to go."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

RoleCertainty = Literal["confirmed", "proposed", "ask", "none"]


@dataclass(frozen=True, kw_only=True)
class About:
    """How a person introduces themselves."""

    name: str
    headline: str = ""
    location: str = ""


@dataclass(frozen=True, kw_only=True)
class Position:
    """One period of work under one title.

    `role` is a slug of the ladder: confirmed by the person, proposed from the title, or empty where
    the title is asked about ("ask") or is no role of the ladder ("none"). Unknown dates are None;
    `is_current` says that it had not ended when it was told.
    """

    title: str
    organisation: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    is_current: bool = False
    role: str = ""
    role_certainty: RoleCertainty = "none"
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Aim:
    """The role a person wants, by when, and what they can give for it.

    `hours_per_week` and `budget_per_year_minor` (minor units of `currency`) are limits the plan
    keeps; `current_role` overrides what the positions say ("" leaves it to them, "none" is no role).
    """

    target_role: str
    by: date | None = None
    hours_per_week: float = 3.0
    budget_per_year_minor: int = 0
    currency: str = "GBP"
    current_role: str = ""


@dataclass(frozen=True, kw_only=True)
class TitleMatch:
    """What a job title may mean on a ladder.

    certainty "proposed": `roles` holds the one role it names; "ask": `roles` are the candidates, likeliest
    first, and `question` helps to choose; "none": it is no role of this ladder.
    """

    title: str
    certainty: RoleCertainty
    roles: tuple[str, ...] = ()
    question: str = ""
