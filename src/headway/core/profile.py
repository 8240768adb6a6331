"""Who a person is, which roles they held, and where they want to go."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from headway.core.errors import InvalidInputError
from headway.core.foreign_titles import in_english
from headway.core.ladder import Ladder
from headway.core.title_words import (
    DOMAINS,
    EXPANDED,
    FILLERS,
    JOBS,
    LOOKALIKES,
    NEAR_TRADES,
    NEUTRAL,
    TRADES,
)

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


HOURS_IN_A_WEEK = 168


def check_by(by: date, *, as_of: date) -> date:
    """`by` if it is not over; raises InvalidInputError."""
    if by < as_of:
        raise InvalidInputError(f"{by} is over; name a day to come.")
    return by


def check_hours(hours_per_week: float) -> float:
    """`hours_per_week` if a week has so many; raises InvalidInputError."""
    if not 0 <= hours_per_week <= HOURS_IN_A_WEEK:
        raise InvalidInputError("A week has 168 hours; say how many of them you can give.")
    return hours_per_week


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


_GENDERS = re.compile(r"[(\[]\s*[a-z*](?:\s*/\s*[a-z*])+\s*[)\]]|\b[mfwdxh](?:/[mfwdxh*])+(?!\w)")
_EMPLOYER = re.compile(r"(?:\s(?:at|for|in)\s|\s*@).*")
_JOINTS = re.compile(r"(\s*&\s*|\s*\+\s*|\band\b)|[,;:|()\[\]/•·→>]|\s[-–—]+\s")
_LONGEST_TITLE = 200
_SHORTEST_MENDED = 5
_SHORTEST_SLIP = 7
_LONGEST_ABBREVIATION = 4


@dataclass(frozen=True, kw_only=True)
class _Meaning:
    """What a title of the ladder stands for."""

    certainty: RoleCertainty
    roles: tuple[str, ...] = ()
    question: str = ""

    def asked(self) -> "_Meaning":
        """The same, but no longer taken for granted."""
        return replace(self, certainty="ask") if self.certainty == "proposed" else self


@dataclass(frozen=True, kw_only=True)
class _Titles:
    """The titles a ladder names, by their words in order, in any order, and run together."""

    ordered: dict[tuple[str, ...], _Meaning]
    unordered: dict[tuple[str, ...], _Meaning]
    joined: dict[str, _Meaning]
    vocabulary: frozenset[str]

    def find(self, words: tuple[str, ...], *, in_any_order: bool) -> _Meaning | None:
        """The meaning of these words, with or without grades and words that say which product."""
        for said in (words, _without_neutral(words), _without_domains(words)):
            if found := self.ordered.get(said) or self.joined.get("".join(said)):
                return found
            if in_any_order and (found := self.unordered.get(tuple(sorted(said)))):
                return found.asked() if _manages_managers(said) else found
        return self._spelt_out(words, in_any_order=in_any_order) if "pm" in words else None

    def _spelt_out(self, words: tuple[str, ...], *, in_any_order: bool) -> _Meaning | None:
        """PM may be a product, project or programme manager, so its meaning is always asked about."""
        spelt = tuple(s for w in words for s in (("product", "manager") if w == "pm" else (w,)))
        found = self.find(spelt, in_any_order=in_any_order)
        question = self.ordered.get(("pm",), _Meaning(certainty="none")).question
        return replace(found, certainty="ask", question=question) if found else None


def find_same_titles(former: Ladder, new: Ladder) -> dict[str, dict[str, int]]:
    """For each role of `former` the roles of `new` that a title or an alias of both names, by slugs.

    100 where both have that very title, 99 where it is the title of one of them, 98 where it is an alias
    of both. Abbreviations ("Sr", "VP") and words like "of" make no difference.
    """
    named: dict[tuple[str, ...], dict[str, bool]] = {}
    for slug, words, is_title in _titles_of(new):
        places = named.setdefault(words, {})
        places[slug] = is_title or places.get(slug, False)
    same: dict[str, dict[str, int]] = {}
    for slug, words, is_title in _titles_of(former):
        for there, is_title_there in named.get(words, {}).items():
            likeness = 98 + is_title + is_title_there
            found = same.setdefault(slug, {})
            found[there] = max(likeness, found.get(there, 0))
    return same


def _titles_of(ladder: Ladder) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    for role in ladder.roles:
        for title in (role.title, *role.aliases):
            if words := _words(title):
                yield role.slug, words, title == role.title


def match_title(title: str, ladder: Ladder) -> TitleMatch:
    """Which role of `ladder` a job title may mean; only a suggestion, which a person confirms.

    Titles and aliases of the ladder are recognised through abbreviations, word order, grades, places
    of work and single slips of the pen. Its ambiguous titles, combinations of two jobs, and titles in
    another language are asked about; its other titles, and what is not recognised, are no role.
    """
    titles, english = _index_titles(ladder), in_english(title[:_LONGEST_TITLE])
    parts, joined_by_and = _split_title(english)
    parts = [_mend(part, titles.vocabulary) for part in parts]
    meaning = _read_whole(parts, joined_by_and, titles) or _read_parts(parts, joined_by_and, titles)
    if meaning is None or not meaning.roles:
        return TitleMatch(title=title, certainty="none")
    if meaning.certainty == "proposed" and english == title[:_LONGEST_TITLE]:
        return TitleMatch(title=title, certainty="proposed", roles=meaning.roles)
    question = meaning.question or _word_question(meaning.roles, ladder)
    return TitleMatch(title=title, certainty="ask", roles=meaning.roles, question=question)


def _index_titles(ladder: Ladder) -> _Titles:
    named: dict[tuple[str, ...], _Meaning] = {}
    for asked in ladder.ambiguous_titles:
        meaning = _Meaning(certainty="ask", roles=asked.candidates, question=asked.question)
        named.setdefault(_words(asked.title), meaning)
    for role in ladder.roles:
        for alias in (role.title, *role.aliases, role.slug):
            named.setdefault(_words(alias), _Meaning(certainty="proposed", roles=(role.slug,)))
    for other in ladder.other_titles.titles:
        named.setdefault(_words(other), _Meaning(certainty="none"))
    named.pop((), None)
    words = frozenset(word for key in named for word in key)
    return _Titles(
        ordered=named,
        unordered={tuple(sorted(key)): named[key] for key in reversed(named)},
        joined={"".join(key): named[key] for key in reversed(named)},
        vocabulary=words | NEUTRAL | DOMAINS | TRADES | JOBS | LOOKALIKES,
    )


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("v.p.", "vp")
    found = (EXPANDED.get(word, (word,)) for word in re.findall(r"[^\W_]+", plain))
    return tuple(w for words in found for w in words if w not in FILLERS)


def _split_title(title: str) -> tuple[list[tuple[str, ...]], list[bool]]:
    """The parts of a title, and for each joint between two whether it is an "and"."""
    plain = unicodedata.normalize("NFKC", title[:_LONGEST_TITLE]).casefold()
    plain = _EMPLOYER.sub("", _GENDERS.sub(" ", plain))
    pieces = _JOINTS.split(plain)  # text, joint, text, joint ... text; a joint is None unless "and"
    parts, joints = [_words(pieces[0])], []
    for joint, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if words := _words(piece):
            joints.append(joint is not None)
            parts.append(words)
    return (parts, joints) if parts[0] or len(parts) == 1 else (parts[1:], joints[1:])


def _mend(words: tuple[str, ...], vocabulary: frozenset[str]) -> tuple[str, ...]:
    """`words` with single slips of the pen put right where just one known word is that near."""
    if all(word in vocabulary or len(word) < _SHORTEST_MENDED for word in words):
        return words
    from rapidfuzz.distance import OSA

    def mend(word: str) -> str:
        if word in vocabulary or len(word) < _SHORTEST_MENDED:
            return word
        near = [known for known in vocabulary - LOOKALIKES if _may_slip(word, known)]
        near = [known for known in near if OSA.distance(word, known, score_cutoff=1) == 1]
        return near[0] if len(near) == 1 else word

    return tuple(map(mend, words))


def _may_slip(word: str, known: str) -> bool:
    # Short words are too near to other words; in them only swapped letters are put right.
    if word[0] != known[0]:
        return False
    return len(known) >= _SHORTEST_SLIP or sorted(word) == sorted(known)


def _without_neutral(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w for w in words if w not in NEUTRAL and not re.fullmatch(r"(?:l|ic)\d+", w))


def _without_domains(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drops only words in front of "product": a product data manager manages no data product."""
    said = tuple("product" if w == "products" else w for w in _without_neutral(words))
    front = said.index("product") if "product" in said else 0
    return tuple(w for i, w in enumerate(said) if i >= front or w not in DOMAINS)


def _manages_managers(words: tuple[str, ...]) -> bool:
    """Whether this is a "Manager, Product", who may be a product manager or lead some."""
    return {"manager", "product"} <= set(words) and words.index("manager") < words.index("product")


def _read_whole(
    parts: list[tuple[str, ...]], joined_by_and: list[bool], titles: _Titles
) -> _Meaning | None:
    """The title as it stands, unless an "and" makes two jobs sound like one that is no role."""
    found = titles.ordered.get(tuple(word for part in parts for word in part))
    return None if found and not found.roles and any(joined_by_and) else found


def _read_parts(
    parts: list[tuple[str, ...]], joined_by_and: list[bool], titles: _Titles
) -> _Meaning | None:
    """The widest run of parts that means something; asked about if what stands beside it casts doubt."""
    found = list(_find_runs(parts, joined_by_and, titles))
    named = [(start, end, meaning) for start, end, meaning in found if meaning.roles]
    if not named:
        return _read_shared_words(parts, joined_by_and, titles)
    meaning = named[0][2]
    # The narrowest run of the same meaning: what remains of a wider one says which product.
    start, end = next((s, e) for s, e, m in reversed(named) if m == meaning)
    apart = [m for s, e, m in named if (e <= start or end <= s)]
    roles = tuple(dict.fromkeys(role for m in (meaning, *apart) for role in m.roles))
    if len(roles) > len(meaning.roles):
        return _Meaning(certainty="ask", roles=roles)
    beside = [part for i, part in enumerate(parts) if not start <= i < end]
    joined = any(joined_by_and[max(start - 1, 0) : start] + joined_by_and[end - 1 : end])
    is_doubtful = joined or len(named) < len(found) or any(map(_is_other_job, beside))
    return meaning.asked() if is_doubtful else meaning


def _find_runs(
    parts: list[tuple[str, ...]], joined_by_and: list[bool], titles: _Titles
) -> Iterator[tuple[int, int, _Meaning]]:
    for size in range(len(parts), 0, -1):
        for start in range(len(parts) - size + 1):
            end = start + size
            words = tuple(word for part in parts[start:end] for word in part)
            if size > 1 and not any(joined_by_and[start : end - 1]):
                meaning = titles.find(words, in_any_order=True)
            elif size == 1:
                meaning = titles.find(words, in_any_order=False) or _find_within(words, titles)
            else:
                meaning = None
            if meaning:
                yield start, end, meaning


def _find_within(words: tuple[str, ...], titles: _Titles) -> _Meaning | None:
    """A title of the ladder at the end or the beginning of `words`, as far as the rest allows it."""
    if "to" in words:  # "assistant to the ..."
        return None
    for size in range(len(words) - 1, 0, -1):
        tail, head = words[-size:], words[:size]
        if _is_telling(tail) and (at_end := titles.ordered.get(tail)):
            return at_end.asked()
        if _is_telling(head) and (at_start := titles.ordered.get(head)):
            return _judge_rest(at_start, head, frozenset(words[size:]))
    return None


def _is_telling(key: tuple[str, ...]) -> bool:
    """A single word is enough only as an abbreviation (CPO): "manager" alone is in most titles."""
    return len(key) > 1 or len(key[0]) <= _LONGEST_ABBREVIATION


def _judge_rest(meaning: _Meaning, key: tuple[str, ...], rest: frozenset[str]) -> _Meaning | None:
    """Words after a title: "product manager payments" is one, "director product marketing" is not."""
    names_field = key[-1] in {"product", "management"}
    if not meaning.roles or rest <= DOMAINS | NEUTRAL:
        return meaning.asked() if names_field else meaning
    return None if names_field or rest & (JOBS | TRADES) else meaning.asked()


def _read_shared_words(
    parts: list[tuple[str, ...]], joined_by_and: list[bool], titles: _Titles
) -> _Meaning | None:
    """An "and" may share out a word, as in "Head of Design and Product", "Product and Data Manager"."""
    for left, right, is_and in zip(parts, parts[1:], joined_by_and, strict=False):
        for words in ((*left[:-1], *right), (*left, *right[1:])):
            found = titles.find(words, in_any_order=False) if is_and else None
            if found and found.roles:
                return found.asked()
    return None


def _is_other_job(part: tuple[str, ...]) -> bool:
    return not JOBS.isdisjoint(part) or NEAR_TRADES.issuperset(part)


def _word_question(roles: Sequence[str], ladder: Ladder) -> str:
    *others, last = (ladder.role(role).title for role in roles)
    if not others:
        return f"Was this in effect the role of {last}?"
    return f"Which of these was it in effect, if any: {', '.join(others)} or {last}?"
