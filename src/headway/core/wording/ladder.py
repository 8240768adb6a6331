"""Ladders in words: what changed, what becomes what, and what is named as on a former ladder."""

from collections.abc import Iterator, Sequence

from headway.core.former_names import is_former, split_former
from headway.core.ladder import Ladder
from headway.core.ladder_changes import LadderDiff, RoleChange
from headway.core.ladder_likeness import MappingProposal, Match, Part
from headway.core.ladder_mapping import LadderMapping
from headway.core.ratings import RatingForm
from headway.core.wording import count_of

PART_NAMES: dict[Part, str] = {
    "competency": "Competencies",
    "role": "Roles",
    "level": "Levels",
    "expectation": "Experiences and responsibilities",
    "behaviour": "Single acts",
}
SPLIT_MEANS = (
    "Evidence of a competency that became several shows each of them; a rating of it counts for each, "
    "but less, as all of them share it."
)
MOST_NAMED = 12
LEVELS_COMPARED = (
    "Levels of one name are the same; with as many levels also those in one place. What is asked at "
    "other levels is not compared."
)
NOTHING_CHANGES = "Nothing that anybody is asked for or rated by changes."


def name_former(name: str) -> str:
    """A slug in words: what is only on a former ladder says so; every other name stays as it is."""
    if not is_former(name):
        return name
    ladder, slug = split_former(name)
    return f"{_words(slug)} (on the former ladder {ladder})"


def name_competency(slug: str, ladder: Ladder) -> str:
    """A competency by its name on `ladder`, or in words what it was on the former one."""
    names = {competency.slug: competency.name for competency in ladder.competencies}
    return names.get(slug, name_former(slug))


def name_level(competency: str, level: int, ladder: Ladder) -> str:
    """A level of that competency; one of a former ladder's scale only by its number."""
    if is_former(competency) or level > ladder.top_level:
        return f"level {level}"
    return ladder.level(level).name


def say_mark(competency: str, level: int, ladder: Ladder) -> str:
    """A competency with a level of it."""
    return f"{name_competency(competency, ladder)}: {name_level(competency, level, ladder)}"


def say_form_mark(form: RatingForm, competency: str, ladder: Ladder) -> str:
    """What a form says of a competency; of one that is part of a former one, that it shares the mark."""
    said = say_mark(competency, form.marks[competency], ladder)
    sharing = form.shared.get(competency, 1)
    return said if sharing == 1 else f"{said} (told of what became {sharing}, which share it)"


def describe_diff(diff: LadderDiff, former: Ladder, new: Ladder) -> Iterator[str]:
    """What changed and for whom, a sentence each; one that says so where nothing did."""
    if diff.is_nothing:
        yield NOTHING_CHANGES
        return
    if diff.levels:
        before, after = (", ".join(names) for names in diff.levels)
        yield f"The scale was {before}; it is {after}. {LEVELS_COMPARED}"
    yield from _describe_competencies(diff, former, new)
    names = {role.slug: role.title for role in (*former.roles, *new.roles)}
    yield from _list_names("New roles", [names[slug] for slug in diff.roles_added])
    yield from _list_names("Roles no longer there", [names[slug] for slug in diff.roles_dropped])
    yield from describe_roles(diff, former, new)


def describe_roles(
    diff: LadderDiff, former: Ladder, new: Ladder, *, only: Sequence[str] | None = None
) -> Iterator[str]:
    """What is asked otherwise of each role, or of those that `only` names by their slugs."""
    for change in diff.roles_changed:
        if only is None or change.role in only:
            yield f"{change.title}: {'; '.join(_describe_role(change, former, new))}."


def _describe_competencies(diff: LadderDiff, former: Ladder, new: Ladder) -> Iterator[str]:
    added = [name_competency(slug, new) for slug in diff.competencies_added]
    gone = [name_competency(slug, former) for slug in diff.competencies_dropped]
    yield from _list_names("New competencies", added)
    yield from _list_names("Competencies no longer there", gone)
    for change in diff.competencies_changed:
        told = [f"another {part}" for part in change.parts]
        if change.behaviours_added:
            told.append(f"{count_of(change.behaviours_added, 'new act', 'new acts')}")
        if change.behaviours_dropped:
            told.append(f"{count_of(change.behaviours_dropped, 'act', 'acts')} gone")
        yield f"{name_competency(change.competency, new)}: {', '.join(told)}."


def _list_names(what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{what}: {', '.join(names)}."


def _describe_role(change: RoleChange, former: Ladder, new: Ladder) -> Iterator[str]:
    for word, moved in (("more", change.more), ("less", change.less)):
        if moved:
            told = (
                f"{name_competency(slug, new)} ({name_level(slug, before, former)} to "
                f"{name_level(slug, after, new)})"
                for slug, (before, after) in moved.items()
            )
            yield f"asks {word} of {', '.join(told)}"
    if change.added:
        told = (f"{say_mark(slug, level, new)}" for slug, level in change.added.items())
        yield f"newly asks for {', '.join(told)}"
    if change.dropped:
        dropped = (name_competency(slug, former) for slug in change.dropped)
        yield f"no longer asks for {', '.join(dropped)}"
    for what, added, gone in (
        ("experience", change.experiences_added, change.experiences_dropped),
        ("responsibility", change.responsibilities_added, change.responsibilities_dropped),
    ):
        if added:
            yield f"new {what}: {_quote(added, new)}"
        if gone:
            yield f"{what} dropped: {_quote(gone, former)}"


def _quote(slugs: Sequence[str], ladder: Ladder) -> str:
    duties = {duty.slug: duty.text for role in ladder.roles for duty in role.responsibilities}
    texts = duties | {each.slug: each.text for each in ladder.experiences}
    return ", ".join(f"“{texts.get(slug, slug).rstrip('.')}”" for slug in slugs)


def describe_proposal(proposal: MappingProposal) -> Iterator[str]:
    """How many names of each part go over as they are, by likeness, or not at all; then those in doubt."""
    for part, name in PART_NAMES.items():
        if matches := proposal.of(part):
            yield f"{name}: {_count(matches)}."
    for match in proposal.matches:
        # Of long texts those that nothing is like would be a page of their own; the count tells of them.
        is_counted = match.part == "expectation" and not (match.new or match.candidates)
        if match.how != "same" and match.part != "behaviour" and not is_counted:
            yield f"  {describe_match(match)}"
    if proposal.mapping.splits:
        yield SPLIT_MEANS


def _count(matches: Sequence[Match]) -> str:
    counts = [sum(match.how == how for match in matches) for how in ("same", "alike", "none")]
    words = ("the same", "proposed by likeness", "without a like")
    told = (f"{count} {word}" for count, word in zip(counts, words, strict=True) if count)
    return ", ".join(told)


def describe_match(match: Match) -> str:
    """What is proposed for one name, or what else it may be."""
    names = {candidate.slug: candidate.name for candidate in match.candidates}
    if match.new:
        became = [names.get(slug, slug) for slug in match.became]
        return f"{match.name}: becomes {' and '.join(became)}"
    perhaps = f"; perhaps {', '.join(names.values())}" if names else ""
    return f"{match.name}: nothing like it{perhaps}"


def describe_remark(text: str, places: Sequence[str], *, most: int = 3) -> str:
    """A sentence about an import, with the first places where it holds."""
    if not places:
        return text
    told, more = "; ".join(places[:most]), len(places) - most
    return f"{text} ({told}{f'; and {more:,} more' if more > 0 else ''})"


def describe_uncovered(slugs: Sequence[str], ladder: Ladder) -> str:
    """Which competencies no opportunity builds, the first by name; "" where each is built by one."""
    if not slugs:
        return ""
    names = ", ".join(name_competency(slug, ladder) for slug in slugs[:MOST_NAMED])
    if len(slugs) > MOST_NAMED:
        names += f" and {len(slugs) - MOST_NAMED} more"
    number = count_of(len(slugs), "competency", "competencies")
    return f"No opportunity builds {number} of this ladder yet: {names}."


def describe_open_levels(mapping: LadderMapping, former: Ladder) -> str:
    """Which levels of the former scale nobody has said what they are on the new one; "" where none."""
    levels = [lv.name for lv in former.levels if lv.number and mapping.level(lv.number) is None]
    if not levels:
        return ""
    number = count_of(len(levels), "level")
    return (
        f"{number} of the former ladder ({', '.join(levels)}) without a like: until you say what they "
        "are, marks, evidence and opportunities at them count for nothing on the new one."
    )


def _words(slug: str) -> str:
    return slug.replace("-", " ").replace("_", " ").capitalize()
