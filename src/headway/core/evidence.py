"""What was done, learnt or completed, which competencies it shows, and who saw it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from headway.core.errors import InvalidInputError

Support = Literal["claimed", "corroborated", "verified"]
Outcome = Literal["begun", "done", "late", "cancelled"]
# More is a folder, and belongs behind a link.
MOST_FILES = 10
LONGEST_TEXT = 2000
EARLIEST_YEAR = 1900
MOST_HOURS = 100_000


@dataclass(frozen=True, kw_only=True)
class AttachedFile:
    """A file kept beside the facts, under the SHA-256 of its content."""

    sha256: str
    name: str
    media_type: str
    byte_count: int


@dataclass(frozen=True, kw_only=True)
class CompetencyTag:
    """A competency that an item of evidence may show; `level` None is a candidate without a claim."""

    competency: str
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """One piece of evidence; a draft was read from a file and counts once the person confirms it.

    `expectations` are slugs of responsibilities and experiences of the ladder that it supports,
    `came_from` is the fact that it was made from (a talk, a goal that was reached).
    """

    text: str
    tags: tuple[CompetencyTag, ...] = ()
    expectations: tuple[str, ...] = ()
    support: Support = "claimed"
    corroborated_by: tuple[str, ...] = ()
    is_draft: bool = False
    source: str = ""
    link: str = ""
    files: tuple[AttachedFile, ...] = ()
    came_from: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Completion:
    """What became of an opportunity: begun, done, running late (until when) or cancelled."""

    opportunity: str
    outcome: Outcome
    hours: float | None = None
    cost_minor: int | None = None
    currency: str = ""
    reflection: str = ""
    late_until: date | None = None


def check_text(text: str) -> str:
    """`text` if it says something that can be read; raises InvalidInputError."""
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in text):
        raise InvalidInputError("Say what you did, in a sentence.")
    if len(text) > LONGEST_TEXT:
        raise InvalidInputError(
            f"What you did may have {LONGEST_TEXT} characters at most; this has {len(text)}."
        )
    return text


def check_day(happened_on: date, *, today: date) -> date:
    """`happened_on` if it has come, and is of a time that anybody remembers; raises InvalidInputError."""
    if happened_on.year < EARLIEST_YEAR:
        raise InvalidInputError(f"{happened_on} is before {EARLIEST_YEAR}; write the whole year.")
    if happened_on > today:
        raise InvalidInputError(f"{happened_on} is still to come; tell it when it has happened.")
    return happened_on


def check_hours_taken(hours: float | None) -> float | None:
    """The hours that something took, if they can be; raises InvalidInputError."""
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise InvalidInputError(f"Hours run from 0 to {MOST_HOURS:,}; {hours:g} can't be.")
    return hours


def check_link(link: str) -> str:
    """`link` if it is empty or an address one can open in a browser; raises InvalidInputError."""
    if link and not is_web_link(link):
        raise InvalidInputError(
            f"'{link[:200]}' is no link; it begins with https:// or http:// and has no spaces."
        )
    return link


def is_web_link(link: str) -> bool:
    """Whether `link` leads to a page of the web, and nowhere else."""
    if not link.isprintable() or " " in link:
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def with_files(item: EvidenceItem, files: Iterable[AttachedFile]) -> EvidenceItem:
    """`item` with `files` attached, each content once; raises InvalidInputError for too many."""
    known = {file.sha256: file for file in item.files}
    for file in files:
        known.setdefault(file.sha256, file)
    if len(known) > MOST_FILES:
        raise InvalidInputError(
            f"One piece of evidence may have {MOST_FILES} files; put more behind a link."
        )
    return replace(item, files=tuple(known.values()))


def without_file(item: EvidenceItem, sha256: str) -> EvidenceItem:
    """`item` without that file."""
    return replace(item, files=tuple(file for file in item.files if file.sha256 != sha256))


def evidence_of_completion(
    done: Completion, title: str, experiences: tuple[str, ...]
) -> EvidenceItem:
    """What a finished opportunity, by its title and the experiences it gives, leaves as a claim."""
    text = f"Finished: {title}. {done.reflection}".strip()
    return EvidenceItem(text=text, expectations=experiences, source="plan")


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """The wordings that hint at one competency.

    One of `phrases` makes it a candidate; of `weak` ones it takes two. Any of `unless` rules it out
    for the whole text. A phrase is words in order, in any inflection; "(a|b c)" stands for either,
    "..." for up to four words between: "interviewed ... (customers|shop owners)".
    """

    phrases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Pattern:
    """A phrase made ready: for each of its parts, the wordings in stems of which one must occur."""

    competency: str
    parts: tuple[frozenset[str], ...]
    weight: int


@dataclass(frozen=True, kw_only=True)
class _Hit:
    """A pattern that occurs: how much it weighs, how many words it has, where it begins."""

    weight: int
    words: int
    start: int


@dataclass(frozen=True, kw_only=True)
class PhraseIndex:
    """Phrases made ready for searching; `automaton` finds every wording of every part at once.

    `by_opening` holds the patterns by each wording of their first part, `stems` all words known.
    """

    automaton: Any
    by_opening: Mapping[str, tuple[_Pattern, ...]]
    stems: frozenset[str]


MOST_CANDIDATES = 3
_ENOUGH = 2
_WIDEST_GAP_WORDS = 4
_MOST_WORDINGS = 5000
_LONGEST_SEARCHED = 5000
_SHORTEST_MENDED = 6
_RULED_OUT = -1
_DETERMINERS = frozenset(("a", "an", "the", "our", "my", "their", "its", "his", "her", "your"))
_IRREGULAR = {
    form: base
    for base, forms in (
        *(("lead", "led"), ("run", "ran"), ("write", "wrote written"), ("build", "built")),
        *(("teach", "taught"), ("hold", "held"), ("win", "won"), ("sell", "sold"), ("meet", "met")),
        *(("choose", "chose chosen"), ("draw", "drew drawn"), ("grow", "grew grown")),
        *(("begin", "began begun"), ("make", "made"), ("give", "gave given"), ("get", "got")),
        *(("take", "took taken"), ("speak", "spoke spoken"), ("bring", "brought")),
        *(("find", "found"), ("keep", "kept"), ("leave", "left"), ("lose", "lost"), ("sit", "sat")),
        *(("send", "sent"), ("tell", "told"), ("see", "saw seen"), ("seek", "sought")),
        *(("drive", "drove driven"), ("show", "shown"), ("spend", "spent"), ("buy", "bought")),
        *(("agree", "agreed"), ("fee", "fees"), ("understand", "understood")),
    )
    for form in forms.split()
}

# Nouns that mean something else than the verb they look like: "marketing" is no market.
_NOUNS = {
    form: noun
    for noun in (
        *("marketing", "pricing", "positioning", "staffing", "meeting", "building", "programming"),
        *("engineering", "accounting", "banking", "catering", "opening", "listing", "wording"),
        *("setting", "offering", "recording", "rating", "housing", "reporting", "trading"),
    )
    for form in (noun, f"{noun}s")
}


def compile_phrases(phrases: Mapping[str, Phrases]) -> PhraseIndex:
    """`phrases`, by the slug of their competency, made ready for suggest_competencies.

    Raises InvalidInputError for a phrase that has no words or stands for thousands of wordings.
    """
    import ahocorasick

    # Each once: "team" and "teams" are one hint, not two.
    patterns = tuple(dict.fromkeys(p for s, value in phrases.items() for p in _patterns(s, value)))
    wordings = {wording for pattern in patterns for part in pattern.parts for wording in part}
    automaton = ahocorasick.Automaton()
    for wording in sorted(wordings):
        automaton.add_word(f" {wording} ", wording)
    automaton.make_automaton()
    by_opening: dict[str, list[_Pattern]] = {}
    for pattern in patterns:
        for wording in pattern.parts[0]:
            by_opening.setdefault(wording, []).append(pattern)
    return PhraseIndex(
        automaton=automaton,
        by_opening={wording: tuple(opened) for wording, opened in by_opening.items()},
        stems=frozenset(stem for wording in wordings for stem in wording.split()),
    )


def suggest_competencies(text: str, phrases: PhraseIndex) -> tuple[str, ...]:
    """The competencies that `text` may show: slugs, likeliest first, at most three.

    Only candidates for a person to confirm: wordings are compared, nothing is understood. Phrases
    are found on word boundaries in any inflection (Aho and Corasick 1975); then single slips of the
    pen in longer words are put right (optimal string alignment distance 1).
    """
    stems = [_mend(stem, phrases.stems) for stem in _stems(text[:_LONGEST_SEARCHED])]
    places = _find_wordings(stems, phrases)
    opened = (pattern for wording in places for pattern in phrases.by_opening.get(wording, ()))
    found: dict[str, list[_Hit]] = {}
    for pattern in dict.fromkeys(opened):
        if hit := _find_hit(pattern, places):
            found.setdefault(pattern.competency, []).append(hit)
    weights = {slug: _weigh(hits) for slug, hits in found.items()}
    likeliest = sorted(found, key=lambda slug: (-weights[slug], *_tie_break(found[slug]), slug))
    # A sentence has one main matter. What else it touches must be hinted at more strongly: without
    # this, second and third candidates were wrong more often than right.
    enough = range(_ENOUGH, _ENOUGH + MOST_CANDIDATES)
    return tuple(s for s, least in zip(likeliest, enough, strict=False) if weights[s] >= least)


def _weigh(hits: list[_Hit]) -> int:
    weights = [hit.weight for hit in hits]
    return 0 if _RULED_OUT in weights else sum(weights)


def _tie_break(hits: list[_Hit]) -> tuple[int, int]:
    """More words in the phrases found come first, then the earlier place."""
    return -sum(hit.words for hit in hits), min(hit.start for hit in hits)


def _patterns(slug: str, phrases: Phrases) -> Iterator[_Pattern]:
    kinds = ((phrases.phrases, _ENOUGH), (phrases.weak, 1), (phrases.unless, _RULED_OUT))
    for texts, weight in kinds:
        for text in texts:
            parts = tuple(frozenset(_wordings(part)) for part in text.split("..."))
            if not all(parts):
                raise InvalidInputError(f"The phrase '{text}' of {slug} has a part without words.")
            yield _Pattern(competency=slug, parts=parts, weight=weight)


def _wordings(part: str) -> Iterator[str]:
    """Every choice among the alternatives of a part, in stems."""
    pieces = re.split(r"\(([^()]*)\)", part)
    if any(c in piece for piece in pieces[::2] for c in "()|"):
        raise InvalidInputError(
            f"The phrase part '{part.strip()[:80]}' has a stray bracket or bar."
        )
    choices = [piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces)]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > _MOST_WORDINGS:
        raise InvalidInputError(f"The phrase '{part.strip()[:80]}' stands for {count:,} wordings.")
    stems = ([_stem_all(alternative) for alternative in choice] for choice in choices)
    return filter(None, (" ".join(filter(None, chosen)) for chosen in product(*stems)))


@lru_cache(maxsize=20_000)
def _stem_all(alternative: str) -> str:
    """One alternative in stems: of the seven that stand in the phrases, six stood there before."""
    return " ".join(_stems(alternative))


def _stems(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("a/b", "ab").replace("’", "'")
    # Punctuation stays in as a word of its own, so that no wording reaches across it.
    found = re.findall(r"[^\W_]+(?:'[a-z]+)?|[.,;:!?()]", plain)
    words = (word.removesuffix("'s") for word in found)
    return [_stem(word) for word in words if word not in _DETERMINERS]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """`word` without its English inflection: enough to compare by, not always a word itself."""
    if word in _NOUNS:
        return _NOUNS[word]
    word = _IRREGULAR.get(word, word)
    if len(word) > 4:
        word = re.sub(r"ies$|ied$", "y", word)
        word = re.sub(r"(?<=s|x|z)es$|(?<=sh|ch)es$|(?<![sui])s$", "", word)
        word = re.sub(r"(?<!e)ed$|(?<=...)ing$", "", word)
    word = re.sub(r"(?<=.{3})e$", "", word)
    word = re.sub(r"([b-df-hj-np-tv-z])\1$", r"\1", word)
    word = re.sub(r"(?<=.)(?:iz|yz)(?=$|ation|er$)", lambda m: m[0][0] + "s", word)
    return re.sub(r"(?<=..)our$", "or", word)


@lru_cache(maxsize=50_000)
def _mend(stem: str, known: frozenset[str]) -> str:
    """`stem`, or the one known stem that it misspells by a single slip after its first letter."""
    if stem in known or len(stem) < _SHORTEST_MENDED:
        return stem
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(stem, known, scorer=OSA.distance, score_cutoff=1, limit=None)
    same = [k for k, _, _ in near if k[0] == stem[0] and len(k) >= _SHORTEST_MENDED]
    return same[0] if len(same) == 1 else stem


def _find_wordings(stems: list[str], phrases: PhraseIndex) -> dict[str, list[tuple[int, int]]]:
    """For each wording that occurs, where it begins and ends, counted in words."""
    text = f" {' '.join(stems)} "
    word_at = {}
    position = 0
    for number, stem in enumerate(stems):
        word_at[position] = number
        position += len(stem) + 1
    places: dict[str, list[tuple[int, int]]] = {}
    for last, wording in phrases.automaton.iter(text) if len(phrases.automaton) else ():
        start = word_at[last - len(wording) - 1]
        places.setdefault(wording, []).append((start, start + wording.count(" ") + 1))
    return places


def _find_hit(pattern: _Pattern, places: Mapping[str, list[tuple[int, int]]]) -> _Hit | None:
    """The occurrence of all parts in order that has the most words, the first of several."""
    reached = {(end, end - start, start) for start, end in _occurrences(pattern.parts[0], places)}
    for part in pattern.parts[1:]:
        reached = {
            (end, words + end - start, first)
            for start, end in _occurrences(part, places)
            for before, words, first in reached
            if before <= start <= before + _WIDEST_GAP_WORDS
        }
    if not reached:
        return None
    words, start = min((-words, first) for _, words, first in reached)
    return _Hit(weight=pattern.weight, words=-words, start=start)


def _occurrences(
    wordings: Iterable[str], places: Mapping[str, list[tuple[int, int]]]
) -> Iterator[tuple[int, int]]:
    return (place for wording in wordings & places.keys() for place in places[wording])
