"""What a form of file can't hold of a ladder: a sentence for each part that this ladder has."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from headway.core.ladder import Competency, Ladder, Level, Role, slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.guesses import kind_of
from headway.formats.ladders.report import Remark
from headway.formats.ladders.writers.names import LONGEST_HEADING, name_areas, plain

Part = Literal[
    "title", "about", "note", "titles", "slugs", "levels", "level-names", "level-meanings",
    "level-details", "level-0",
    "areas", "kinds", "definitions", "boundaries", "links", "acts", "evidence",
    "short-evidence", "audience", "roles",
    "unexpecting", "expected", "scope", "themes", "years", "aliases", "tracks", "next",
    "experiences", "duties", "duty-links", "development", "texts", "apart",
]  # fmt: skip
# What the schema of job families takes as an example.
SHORTEST_EVIDENCE = 5
# What Headway puts below a scale that has no level of none.
NONE_YET = ("None yet", "An occasion arose and nothing was seen.")


def find_lost(ladder: Ladder, parts: Iterable[Part]) -> tuple[Remark, ...]:
    """A remark for each of `parts` that `ladder` has, with where it stands; nothing for all others."""
    found = ((_SENTENCES[part], tuple(dict.fromkeys(_FINDERS[part](ladder)))) for part in parts)
    return tuple(Remark(text=text, places=places) for text, places in found if places)


def _of_competencies(has: Callable[[Competency], object]) -> Callable[[Ladder], Iterator[str]]:
    return lambda ladder: (c.name for c in ladder.competencies if has(c))


def _of_roles(has: Callable[[Role], object]) -> Callable[[Ladder], Iterator[str]]:
    return lambda ladder: (role.title for role in ladder.roles if has(role))


def _about(ladder: Ladder) -> Iterator[str]:
    if ladder.version != "1.0.0":
        yield f"version {ladder.version}"
    if ladder.language != "en":
        yield f"language {ladder.language}"
    if ladder.licence not in ("", "not said"):
        yield f"licence {ladder.licence}"


def _slugs(ladder: Ladder) -> Iterator[str]:
    named = [(c.slug, c.name) for c in ladder.competencies]
    named += [(a.slug, a.name) for a in ladder.areas] + [(r.slug, r.title) for r in ladder.roles]
    named += [(d.slug, "") for r in ladder.roles for d in r.responsibilities]
    return (slug for slug, name in [(ladder.slug, ladder.title), *named] if slug != slugify(name))


def _has_details(level: Level) -> bool:
    return any((level.scope, level.autonomy, level.complexity, level.influence))


def _level_0(ladder: Ladder) -> Iterator[str]:
    yield from (lv.name for lv in ladder.levels if not lv.number and lv.name != NONE_YET[0])
    yield from (c.name for c in ladder.competencies if c.behaviours_at(0))
    yield from (role.title for role in ladder.roles if 0 in role.expected.values())


def _texts(ladder: Ladder) -> Iterator[str]:
    """Whatever is written otherwise than it stands."""
    yield from (name for name, text in _told(ladder) if text != plain(text))
    names = [c.name for c in ladder.competencies] + [r.title for r in ladder.roles]
    names += [a.name for a in ladder.areas] + [lv.name for lv in ladder.levels]
    yield from (name for name in names if name != tidy(name))
    room = LONGEST_HEADING - len("Level 10: ")
    yield from (level.name for level in ladder.levels if len(level.name) > room)


def _told(ladder: Ladder) -> Iterator[tuple[str, str]]:
    """Every text with the name of what it is about."""
    for competency in ladder.competencies:
        yield competency.name, competency.definition
        for behaviour in competency.behaviours:
            yield competency.name, behaviour.act
            yield competency.name, behaviour.evidence
    for role in ladder.roles:
        yield role.title, role.scope
        yield from ((role.title, duty.text) for duty in role.responsibilities)


def _apart(ladder: Ladder) -> Iterator[str]:
    """Names that stand more than once, or say nothing."""
    seen: set[str] = set()
    for name in (tidy(c.name).casefold() for c in ladder.competencies):
        if not name or name in seen:
            yield name or "(no name)"
        seen.add(name)


_SENTENCES: dict[Part, str] = {
    "title": "The ladder's title: the name of the file stands for it.",
    "about": "Version, language and licence.",
    "note": "What is said of the ladder as a whole.",
    "titles": "Job titles that are asked about, or only sound like a role.",
    "slugs": "Short names (slugs): they are made anew from names.",
    "levels": "The scale: its levels and their names.",
    "level-names": "The names of levels: they are numbers.",
    "level-meanings": "What a level means.",
    "level-details": "Scope, autonomy, complexity and influence of a level.",
    "level-0": "What stands at level 0, and its name: nobody is asked for it.",
    "areas": "Areas.",
    "kinds": "Technical or soft: it is guessed from names, and otherwise for these.",
    "definitions": "Definitions of competencies.",
    "boundaries": "Boundaries of competencies.",
    "links": "Where a competency comes from, and what it is elsewhere.",
    "acts": "Behaviours: what each level looks like.",
    "evidence": "The evidence of behaviours.",
    "short-evidence": "Evidence of under five characters.",
    "audience": "The audience of behaviours.",
    "roles": "Roles and what they expect: read back, each level is a role.",
    "unexpecting": "Roles that expect no level.",
    "expected": "Which level a role expects: it expects a competency or does not.",
    "scope": "The scope of roles.",
    "themes": "The themes of roles.",
    "years": "Stage and usual years of roles: the stage is guessed from titles.",
    "aliases": "Other titles of roles.",
    "tracks": "The track of roles: each stands on both.",
    "next": "Which role leads to which: it is guessed from their order.",
    "experiences": "Experiences that roles ask for.",
    "duties": "Responsibilities of roles.",
    "duty-links": "Competencies and sources of responsibilities.",
    "development": "Typical development of roles.",
    "texts": "Line breaks and bullets in a text, texts that say nothing ('TBD'), ends of very long names.",
    "apart": "Names that stand twice: the second carries its area or a number.",
}
_FINDERS: dict[Part, Callable[[Ladder], Iterable[str]]] = {
    "title": lambda ladder: (ladder.title,),
    "about": _about,
    "note": lambda ladder: ("note",) if ladder.note else (),
    "titles": lambda ladder: (
        *(each.title for each in ladder.ambiguous_titles),
        *ladder.other_titles.titles,
    ),
    "slugs": _slugs,
    "levels": lambda ladder: (level.name for level in ladder.levels if level.number),
    "level-names": lambda ladder: (
        lv.name for lv in ladder.levels if lv.number and lv.name != f"Level {lv.number}"
    ),
    "level-meanings": lambda ladder: (
        lv.name for lv in ladder.levels if lv.meaning not in ("", NONE_YET[1])
    ),
    "level-details": lambda ladder: (level.name for level in ladder.levels if _has_details(level)),
    "level-0": _level_0,
    "areas": lambda ladder: filter(None, name_areas(ladder).values()),
    "kinds": _of_competencies(lambda c: c.kind != kind_of(c.name)),
    "definitions": _of_competencies(lambda c: c.definition),
    "boundaries": _of_competencies(lambda c: c.boundary),
    "links": _of_competencies(lambda c: c.path or c.article_terms or c.crosswalk),
    "acts": _of_competencies(lambda c: c.behaviours),
    "evidence": _of_competencies(lambda c: any(b.evidence for b in c.behaviours)),
    "short-evidence": _of_competencies(
        lambda c: any(0 < len(plain(b.evidence)) < SHORTEST_EVIDENCE for b in c.behaviours)
    ),
    "audience": _of_competencies(lambda c: any(b.audience != "not said" for b in c.behaviours)),
    "roles": lambda ladder: (role.title for role in ladder.roles),
    "unexpecting": _of_roles(lambda role: not any(role.expected.values())),
    "expected": _of_roles(lambda role: any(role.expected.values())),
    "scope": _of_roles(lambda role: role.scope),
    "themes": _of_roles(lambda role: role.theme),
    "years": lambda ladder: (role.title for role in ladder.roles),
    "aliases": _of_roles(lambda role: role.aliases),
    "tracks": _of_roles(lambda role: len(role.tracks) == 1),
    "next": _of_roles(lambda role: role.next_roles),
    "experiences": lambda ladder: (experience.text for experience in ladder.experiences),
    "duties": _of_roles(lambda role: role.responsibilities),
    "duty-links": _of_roles(lambda r: any(d.competencies or d.sources for d in r.responsibilities)),
    "development": _of_roles(lambda role: role.development),
    "texts": _texts,
    "apart": _apart,
}
