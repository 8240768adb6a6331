"""Competencies, levels and expectations as people type them: communication=3."""

from headway.cli.session import find_ladder_in_use
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import CompetencyTag
from headway.core.ratings import RatingForm, check_form


def read_tags(texts: list[str]) -> tuple[CompetencyTag, ...]:
    """Tags that claim a level, from texts such as communication=2."""
    return tuple(
        CompetencyTag(competency=slug, level=level) for slug, level in read_marks(texts).items()
    )


def read_answers(texts: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Marks, and the competencies that the rater had no chance to see (communication=?)."""
    unseen = tuple(t.partition("=")[0].strip() for t in texts if t.strip().endswith("=?"))
    marks = read_marks([text for text in texts if not text.strip().endswith("=?")])
    for slug in unseen:
        find_ladder_in_use().competency(slug)
    return marks, unseen


def read_marks(texts: list[str]) -> dict[str, int]:
    """Competencies with levels, from texts such as communication=3; a level may be its name."""
    ladder = find_ladder_in_use()
    names = {level.name.casefold(): level.number for level in ladder.levels}
    marks = {}
    for text in texts:
        slug, _, level = text.partition("=")
        number = names.get(level.strip().casefold())
        if number is None and not level.strip().isdecimal():
            raise InvalidInputError(
                f"'{text}': write a competency and a level, as communication=3."
            )
        if slug.strip() in marks:
            raise InvalidInputError(f"{slug.strip()} stands twice; give it one level.")
        marks[slug.strip()] = int(level) if number is None else number
    check_form(RatingForm(rater="", source="self", marks=marks), ladder)
    return marks


def read_expectations(slugs: list[str]) -> tuple[str, ...]:
    """`slugs` if the ladder has such experiences or responsibilities; else UnknownNameError."""
    ladder = find_ladder_in_use()
    known = {e.slug for e in ladder.experiences}
    known |= {r.slug for role in ladder.roles for r in role.responsibilities}
    for slug in slugs:
        if slug not in known:
            raise UnknownNameError(
                f"This ladder has no experience or responsibility '{slug}'; "
                "`headway ladder show ROLE` names them."
            )
    return tuple(slugs)
