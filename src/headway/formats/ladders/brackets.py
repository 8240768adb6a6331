"""What stands in brackets behind a name and is no part of it: years of experience, a weight."""

import re
from dataclasses import replace

from headway.core.ladder import slugify
from headway.formats.ladders.draft import Draft
from headway.formats.ladders.report import Notebook

_YEARS = re.compile(
    r"\s*[(\[]\s*(\d{1,2})\s*(?:(?:-|–|—|to)\s*(\d{1,2})|\+)\s*(?:years?|yrs?)\b[^)\]]{0,30}[)\]]$",
    re.I,
)
_WEIGHT = re.compile(r"\s*[(\[]\s*\d{1,3}(?:[.,]\d)?\s?%\s*[)\]]$")


def take_off(draft: Draft, notes: Notebook) -> Draft:
    """`draft` with plain names: years go to the roles, weights are left out, and told.

    Names that would be the same without their brackets keep them.
    """
    competencies = draft.competencies.values()
    plain = _plain(_WEIGHT, [competency.name for competency in competencies])
    for competency in competencies:
        if competency.name in plain:
            notes.drop("The weight behind a name is not kept.", competency.name)
            competency.name = plain[competency.name]
    plain = _plain(_YEARS, [role.title for role in draft.roles])
    for role in draft.roles:
        if role.title in plain:
            role.usual_years = _years(role.title, notes)
            role.title = plain[role.title]
    plain = _plain(_YEARS, [step.name for step in draft.steps])
    steps = tuple(
        replace(step, name=plain[step.name], usual_years=_years(step.name, notes))
        if step.name in plain
        else step
        for step in draft.steps
    )
    return replace(draft, steps=steps)


def _plain(pattern: re.Pattern[str], names: list[str]) -> dict[str, str]:
    """The names that have such brackets without them, unless two would then be one."""
    bare = {name: pattern.sub("", name) for name in names}
    is_told_apart = len({slugify(name) for name in bare.values()}) == len(bare)
    return {n: b for n, b in bare.items() if b != n and slugify(b)} if is_told_apart else {}


def _years(title: str, notes: Notebook) -> tuple[float, float] | None:
    """The years behind a title, from and to; None where there is no end, or it comes first."""
    found = _YEARS.search(title)
    low, high = (int(n) if n else 0 for n in found.groups()) if found else (0, 0)
    if low <= high and high:
        return float(low), float(high)
    notes.drop("Years without an end are not kept.", title)
    return None
