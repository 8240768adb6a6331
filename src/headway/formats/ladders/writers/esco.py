"""ESCO's form: occupations, skills and which of them is essential where; ESCO has no levels."""

from collections.abc import Iterator
from uuid import UUID

from headway.core.ladder import Competency, Ladder, slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.writers.losses import Part
from headway.formats.ladders.writers.names import name_areas, name_roles
from headway.formats.onedtech_case.names import identify
from headway.formats.table_rows import write_csv

LOSES: tuple[Part, ...] = (
    "title", "about", "note", "titles", "levels", "areas", "kinds", "boundaries", "links", "acts",
    "expected", "themes", "years", "tracks", "next", "experiences", "duties", "development",
    "slugs", "texts",
)  # fmt: skip
OCCUPATION_COLUMNS = (
    "conceptUri", "iscoGroup", "code", "preferredLabel", "altLabels", "description",
)  # fmt: skip
SKILL_COLUMNS = (
    "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "description",
)  # fmt: skip
RELATION_COLUMNS = ("occupationUri", "relationType", "skillType", "skillUri")
_KNOWLEDGE, _SKILL = "knowledge", "skill/competence"


def write(ladder: Ladder) -> dict[str, bytes]:
    """ESCO's three files: roles as occupations, competencies as skills, what is expected as essential.

    What no role expects is optional for every role, since ESCO knows a skill only by its relations.
    Addresses are ESCO's own where a competency has one, else URNs that stay from version to version.
    """
    tables = {
        "occupations.csv": _occupations(ladder),
        "skills.csv": _skills(ladder),
        "occupationSkillRelations.csv": _relations(ladder),
    }
    # ESCO's files have no byte order mark, and programs that read them expect none.
    return {name: write_csv(rows, has_mark=False) for name, rows in tables.items()}


def _occupations(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    titles = name_roles(ladder)
    yield OCCUPATION_COLUMNS
    for role in ladder.roles:
        aliases = "\n".join(filter(None, map(tidy, role.aliases)))
        yield (_occupation(ladder, role.slug), "", "", titles[role.slug], aliases, tidy(role.scope))


def _skills(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    addresses, kinds = _addresses(ladder), _kinds(ladder)
    yield SKILL_COLUMNS
    for each in ladder.competencies:
        name = tidy(each.name) or each.slug
        yield (addresses[each.slug], kinds[each.slug], "", name, "", tidy(each.definition))


def _relations(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    """Skill by skill in the ladder's order, by which a reader puts them."""
    addresses, kinds = _addresses(ladder), _kinds(ladder)
    yield RELATION_COLUMNS
    for each in ladder.competencies:
        asking = [role for role in ladder.roles if role.expected.get(each.slug)]
        for role in asking or ladder.roles:
            yield (
                _occupation(ladder, role.slug),
                "essential" if asking else "optional",
                kinds[each.slug],
                addresses[each.slug],
            )


def _occupation(ladder: Ladder, slug: str) -> str:
    return _urn(identify(ladder.slug, "role", slug))


def _addresses(ladder: Ladder) -> dict[str, str]:
    """The address of each competency by its slug, each its own."""
    found: dict[str, str] = {}
    for each in ladder.competencies:
        own = _urn(identify(ladder.slug, "competency", each.slug))
        told = next(iter(each.crosswalk.get("esco", ())), own)
        found[each.slug] = own if told in found.values() else told
    return found


def _urn(id_: UUID) -> str:
    return f"urn:uuid:{id_}"


def _kinds(ladder: Ladder) -> dict[str, str]:
    areas = name_areas(ladder)

    def kind(competency: Competency) -> str:
        return _KNOWLEDGE if slugify(areas[competency.slug]) == _KNOWLEDGE else _SKILL

    return {each.slug: kind(each) for each in ladder.competencies}
