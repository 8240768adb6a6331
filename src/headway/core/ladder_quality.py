"""What is wrong with a ladder: names that lead nowhere, and behaviours nobody could be rated by."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from headway.core.ladder import Behaviour, Competency, Ladder, Role, slugify

# Where a person says which role they hold, it stands for no role.
RESERVED_ROLE = "none"

MOST_WORDS = 19
BEHAVIOURS_A_LEVEL = 3
# token_set_ratio, 0 to 100: above it a reader takes two acts for one.
NEAR_DUPLICATE = 85

BANNED = (
    "leverage", "passion", "robust", "proactive", "best-in-class", "buy-in", "thought partner",
    "synergy", "world-class", "rockstar", "guru", "ninja",
)  # fmt: skip
# Whole words that say nothing one can see wherever in the act they stand.
UNSEEN = (
    "understand", "understands", "understanding", "knowledge", "drives", "champions",
    "strategically",
)  # fmt: skip
BANNED_OPENINGS = (
    "understand", "know", "drive", "champion", "embody", "embrace", "appreciate", "believe", "care",
    "strive", "aspire", "be", "is", "are", "has", "have", "can", "may", "should", "able",
)  # fmt: skip
DEGREE = (
    "very", "highly", "deeply", "strongly", "effectively", "efficiently", "consistently",
    "excellent", "exceptional", "outstanding", "strong", "great", "better", "more", "most",
    "regularly", "often", "always", "significantly", "successfully", "proactively", "extremely",
)  # fmt: skip
NO_VERBS = (
    "a", "an", "the", "this", "its", "his", "their", "our", "your", "always", "perhaps", "less",
    "various", "business", "as", "sometimes", "in", "on", "at", "with", "when", "who", "strategic",
    "under", "over", "no", "not", "good", "new", "towards", "across", "besides", "yes",
)  # fmt: skip

# After one of these as second word, the first is what somebody speaks of and no verb.
AUXILIARIES = (
    "are", "is", "was", "were", "have", "has", "had", "can", "could", "will", "would", "should",
    "must", "may", "might",
)  # fmt: skip
# Behind one of these an act may say what happens to something: "before a flow is built".
SUBORDINATE = (
    "before", "after", "when", "whenever", "while", "once", "until", "unless", "if", "whether",
    "because", "since", "as", "so", "that", "which", "who", "whom", "whose", "what", "where",
    "why", "how",
)  # fmt: skip
PASSIVE = re.compile(r"\b(?:are|is|was|were|been)(?: being)?(?: \w+ly)? \w{2,}ed\b")
# Verbs that no reader takes for a plural noun, so that behind a comma a further act begins.
FURTHER_ACT = re.compile(
    r", (?:and )?(?:thinks|ensures|delivers|manages|communicates|collaborates|aligns|fosters|"
    r"inspires|owns|makes|creates|drives)\b"
)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something wrong with a ladder, and where."""

    place: str
    text: str


def find_broken_references(ladder: Ladder) -> tuple[Problem, ...]:
    """Names a ladder uses without defining them, or defines twice; such a ladder can't be used."""
    return (
        *_levels(ladder),
        *_repeated(ladder),
        *_competency_references(ladder),
        *(problem for role in ladder.roles for problem in _role_references(ladder, role)),
        *_title_references(ladder),
    )


def check_quality(ladder: Ladder) -> tuple[Problem, ...]:
    """Every breach of the rules for behaviours and roles that a program can see.

    The rules are those of docs/ladder.md: a verb first and one mood throughout, no passive, one sentence
    under 20 words, no banned word and no word of degree, three behaviours at each level, no
    near-duplicates, and tracks on which expectations never fall. A ladder with broken references
    can be checked too.
    """
    acts, third_person = list(_acts(ladder)), _is_in_third_person(ladder)
    return (
        *_cells(ladder),
        *(
            Problem(place=place, text=text)
            for place, behaviour in acts
            for text in _act(behaviour, third_person=third_person)
        ),
        *_near_duplicates(ladder),
        *_falling_tracks(ladder),
        *_empty_roles(ladder),
    )


def _levels(ladder: Ladder) -> Iterator[Problem]:
    numbers = [level.number for level in ladder.levels]
    if numbers != list(range(len(numbers))) or len(numbers) < 2:
        yield Problem(place="levels", text="number them 0, 1, 2 ... in order, at least two")
    if not ladder.competencies:
        yield Problem(place="competencies", text="there is none")
    if not ladder.roles:
        yield Problem(place="roles", text="there is none")


def _repeated(ladder: Ladder) -> Iterator[Problem]:
    lists: dict[str, Iterable[str]] = {
        "area": (a.slug for a in ladder.areas),
        "competency": (c.slug for c in ladder.competencies),
        # Evidence names both in one list.
        "experience or responsibility": (
            *(e.slug for e in ladder.experiences),
            *(d.slug for r in ladder.roles for d in r.responsibilities),
        ),
        "role": (r.slug for r in ladder.roles),
        "title": (
            title
            for r in ladder.roles
            for title in sorted({slugify(t) for t in (r.slug, r.title, *r.aliases)})
        ),
    }
    for what, names in lists.items():
        seen: set[str] = set()
        for name in names:
            if not name:
                yield Problem(place=what, text="one has an empty name")
            elif name in seen:
                yield Problem(place=f"{what} {name}", text="stands twice")
            seen.add(name)


def _competency_references(ladder: Ladder) -> Iterator[Problem]:
    areas = {area.slug for area in ladder.areas}
    numbers = {level.number for level in ladder.levels}
    for competency in ladder.competencies:
        place = f"competency {competency.slug}"
        if areas and competency.area not in areas:
            yield Problem(place=place, text=f"there is no area '{competency.area}'")
        for where, behaviour in _behaviours(competency):
            if behaviour.level not in numbers:
                yield Problem(place=where, text=f"there is no level {behaviour.level}")


def _role_references(ladder: Ladder, role: Role) -> Iterator[Problem]:
    competencies = {c.slug for c in ladder.competencies}
    place = f"role {role.slug}"
    used = [*role.expected, *(c for r in role.responsibilities for c in r.competencies)]
    wrong = [f"there is no competency '{slug}'" for slug in used if slug not in competencies]
    experiences = {e.slug for e in ladder.experiences}
    wrong += [f"there is no experience '{s}'" for s in role.experiences if s not in experiences]
    roles = {r.slug for r in ladder.roles}
    wrong += [
        f"there is no role '{slug}' to go to next" for slug in role.next_roles if slug not in roles
    ]
    wrong += [
        f"{slug}: there is no level {level}"
        for slug, level in role.expected.items()
        if not 0 <= level < len(ladder.levels)
    ]
    if role.usual_years and not 0 <= role.usual_years[0] <= role.usual_years[1] < math.inf:
        wrong.append("usual_years runs backwards, below zero or without end")
    if role.slug == RESERVED_ROLE:
        wrong.append(f"'{RESERVED_ROLE}' stands for having no role; choose another slug")
    yield from (Problem(place=place, text=text) for text in wrong)


def _title_references(ladder: Ladder) -> Iterator[Problem]:
    roles = {role.slug for role in ladder.roles}
    for entry in ladder.ambiguous_titles:
        for slug in entry.candidates:
            if slug not in roles:
                place = f"ambiguous title {entry.title}"
                yield Problem(place=place, text=f"there is no role '{slug}'")


def _cells(ladder: Ladder) -> Iterator[Problem]:
    for competency in ladder.competencies:
        for level in sorted({level.number for level in ladder.levels})[1:]:
            count = len(competency.behaviours_at(level))
            if count != BEHAVIOURS_A_LEVEL:
                text = f"has {count} behaviours; write {BEHAVIOURS_A_LEVEL}"
                yield Problem(place=_cell(competency, level), text=text)


def _cell(competency: Competency, level: int) -> str:
    return f"competency {competency.slug}, level {level}"


def _acts(ladder: Ladder) -> Iterator[tuple[str, Behaviour]]:
    for competency in ladder.competencies:
        yield from _behaviours(competency)


def _behaviours(competency: Competency) -> Iterator[tuple[str, Behaviour]]:
    """Each behaviour with its place, counted within its level."""
    counts: Counter[int] = Counter()
    for behaviour in competency.behaviours:
        counts[behaviour.level] += 1
        place = f"{_cell(competency, behaviour.level)}, behaviour {counts[behaviour.level]}"
        yield place, behaviour


def _act(behaviour: Behaviour, *, third_person: bool) -> Iterator[str]:
    words = re.findall(r"[\w’'-]+", behaviour.act.casefold())
    if words:
        yield from _opening(words, third_person=third_person)
        yield from _length(behaviour.act, words)
        yield from _voice(behaviour.act, words)
        yield from _wording(words)
    else:
        yield "is empty"
    if not behaviour.evidence.strip():
        yield "say which evidence would show it"


def _opening(words: list[str], *, third_person: bool) -> Iterator[str]:
    first = words[0]
    if first in BANNED_OPENINGS or first.removesuffix("s") in BANNED_OPENINGS:
        yield f"'{first}' can't be seen: start with an act"
    elif _is_subject(words) or not (_reads_as_base(first) or _reads_as_third_person(first)):
        yield f"start with a verb, not '{first}'"
    elif third_person != _reads_as_third_person(first):
        yield f"write all acts in one mood: '{first}' is not in that of most others"


def _is_in_third_person(ladder: Ladder) -> bool:
    """Whether most acts read "Asks ..."; else the ladder is taken to be written as "Ask ..."."""
    firsts = [behaviour.act.partition(" ")[0].strip(",") for _, behaviour in _acts(ladder)]
    return 2 * sum(_reads_as_third_person(word.casefold()) for word in firsts) >= len(firsts)


def _is_subject(words: list[str]) -> bool:
    """Whether the first word is a noun, as what follows tells: "Customers are", "Team members can"."""
    second, third = (*words[1:3], "", "")[:2]
    is_pair = not words[0].endswith("s") and second not in SUBORDINATE
    return second in AUXILIARIES or (is_pair and third in AUXILIARIES)


def _reads_as_base(word: str) -> bool:
    no_verb = word.endswith(("ly", "ing", "tion", "ment", "ous", "ity"))
    return word[:1].isalpha() and word not in NO_VERBS and not no_verb


def _reads_as_third_person(word: str) -> bool:
    return _reads_as_base(word) and word.endswith("s") and not word.endswith(("ss", "us", "as"))


def _voice(act: str, words: list[str]) -> Iterator[str]:
    main = " ".join(takewhile(lambda word: word not in SUBORDINATE, words))
    if PASSIVE.search(main):
        yield "is passive: start with what the person does"
    if FURTHER_ACT.search(act.casefold()):
        yield "is several acts: keep one"


def _wording(words: list[str]) -> Iterator[str]:
    said, later = f" {' '.join(words)} ", words[1:]
    banned = [word for word in BANNED if f" {word}" in said]
    banned += [word for word in UNSEEN if word in later]
    yield from (f"'{word}' says nothing one can see" for word in banned)
    yield from (f"'{word}' is a degree: say what differs" for word in DEGREE if word in words)


def _length(act: str, words: list[str]) -> Iterator[str]:
    if len(words) > MOST_WORDS:
        yield f"has {len(words)} words; say it in under {MOST_WORDS + 1}"
    if re.search(r"[.!?;]\s+\S", act):
        yield "is two sentences: keep one act"


def _near_duplicates(ladder: Ladder) -> Iterator[Problem]:
    from rapidfuzz import fuzz, process

    acts = list(_acts(ladder))
    texts = [behaviour.act.casefold() for _, behaviour in acts]
    likeness = process.cdist(texts, texts, scorer=fuzz.token_set_ratio, score_cutoff=NEAR_DUPLICATE)
    for index, (place, behaviour) in enumerate(acts):
        for other in range(index):
            if likeness[index][other] > 0:
                text = f"'{behaviour.act}' reads like {acts[other][0]}: '{acts[other][1].act}'"
                yield Problem(place=place, text=text)


def _falling_tracks(ladder: Ladder) -> Iterator[Problem]:
    """Along a track expectations never fall; a move to another track may lower them."""
    roles = {role.slug: role for role in ladder.roles}
    top_level = max((level.number for level in ladder.levels), default=0)
    for role in ladder.roles:
        for following in (roles[slug] for slug in role.next_roles if slug in roles):
            if set(role.tracks) & set(following.tracks):
                yield from _falls(role, following, top_level)


def _falls(role: Role, following: Role, top_level: int) -> Iterator[Problem]:
    # An expectation above the top is a broken reference, and falls by no fault of the next role.
    for slug, level in role.expected.items():
        asked = following.expected.get(slug)
        if level <= top_level and (asked is None or asked < level):
            text = f"{slug} falls from {level} to {'nothing' if asked is None else asked}"
            yield Problem(place=f"role {following.slug}, after {role.slug}", text=text)


def _empty_roles(ladder: Ladder) -> Iterator[Problem]:
    """A role without duties or without any expected level can't be aimed at."""
    for role in ladder.roles:
        if not role.expected:
            yield Problem(place=f"role {role.slug}", text="expects no level of any competency")
        if not role.responsibilities:
            yield Problem(place=f"role {role.slug}", text="names no responsibility")
