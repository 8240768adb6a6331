"""Where a text may speak of somebody: by name, a part of it, initials, mail address, organisation."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

How = Literal["name", "mail address", "first name", "surname", "organisation", "initials"]
SHORTEST_PART = 2
# Words between the names of one person; alone they name nobody.
_PARTICLES = """
al bin de del della den der di dos du el la le of ter van von y zu
"""
# Names that are English words as well: in small letters the word is meant. Our own choice.
_ALSO_WORDS = """
amber art bill black bishop brook brown chance chase christian cook dawn day dean drew faith
fields fox frank gale gene glen grace grant gray green hall hill hope iris ivy jack joy king
lane lee little long love major mark may miles moss nick page park pat paul penny pierce price
ray read reed rich rob robin rose rowan ruby rusty sage short stone sue summer temple terry
violet wade ward west white will wood woods young
"""
PARTICLES = frozenset(_PARTICLES.split())
ALSO_WORDS = frozenset(_ALSO_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """What somebody goes by; `organisation` only where it can mean nobody else."""

    name: str
    email: str = ""
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class Naming:
    """A place in a text, from `start` up to `end`, that may speak of somebody, and how."""

    start: int
    end: int
    how: How


def find_namings(text: str, person: Somebody, *, others: Iterable[str] = ()) -> tuple[Naming, ...]:
    """The places where `text` may speak of `person`, in their order; none overlaps another.

    Written in any case and with or without accents. A place within a full name of `others` speaks of
    them. Whether it does speak of the person only a reader knows.
    """
    plain, places = _plain(text)
    every = [(how, m) for how, pattern in _patterns(person) for m in pattern.finditer(plain)]
    if not every:
        return ()
    taken = [m.span() for name in others for m in _whole(name).finditer(plain)]
    found = []
    for how, match in every:
        start, end = match.span()
        is_free = all(end <= first or start >= last for first, last in taken)
        if is_free and match[0] not in ALSO_WORDS:
            taken.append((start, end))
            found.append(Naming(start=places[start], end=places[end - 1] + 1, how=how))
    return tuple(sorted(found, key=lambda one: one.start))


def take_out(text: str, found: Iterable[Naming], stand_in: str) -> str:
    """`text` with `stand_in` in each of the places."""
    parts, done = [], 0
    for one in sorted(found, key=lambda naming: naming.start):
        parts += [text[done : one.start], stand_in]
        done = one.end
    return "".join([*parts, text[done:]])


def without_names(text: str, people: Iterable[str], stand_in: str) -> str:
    """`text` with `stand_in` for every full name of `people`, and for each part with a capital letter."""
    for name in people:
        found = find_namings(text, Somebody(name=name))
        sure = (n for n in found if n.how == "name" or _is_part(n, text))
        text = take_out(text, sure, stand_in)
    return text


def _is_part(one: Naming, text: str) -> bool:
    return one.how in ("first name", "surname") and not text[one.start : one.end].islower()


@lru_cache(maxsize=512)
def _patterns(person: Somebody) -> tuple[tuple[How, re.Pattern[str]], ...]:
    """The surest first; of two that overlap the surer counts."""
    return tuple(_each_pattern(person))


def _each_pattern(person: Somebody) -> Iterator[tuple[How, re.Pattern[str]]]:
    words = _WORD.findall(_plain(person.name)[0])
    if not words:
        return
    yield "name", _whole(person.name)
    if person.email:
        yield "mail address", _whole(person.email)
    parts = [w for w in words if len(w) >= SHORTEST_PART and w.casefold() not in PARTICLES]
    if len(words) > 1:
        for word in parts:
            yield "first name" if word == words[0] else "surname", _whole(word)
    if person.organisation:
        yield "organisation", _whole(person.organisation)
    letters = "".join(word[0] for word in words).upper()
    for initials in dict.fromkeys((letters, letters[0] + letters[-1])):
        if len(words) > 1 and initials.isupper():
            yield "initials", _initials(initials)


@lru_cache(maxsize=2048)
def _whole(words: str) -> re.Pattern[str]:
    """`words` as words of their own, whatever space is between them, a genitive's ending after them."""
    parts = _plain(words)[0].split()
    before = r"(?<!\w)" if parts and _parts_words(parts[0][0]) else ""
    after = r"(?=(?:['’]?s)?(?!\w))" if parts and _parts_words(parts[-1][-1]) else ""
    spelt = r"[\s_.-]+".join(map(re.escape, parts)) or r"(?!)"
    return re.compile(f"{before}{spelt}{after}", re.IGNORECASE)


def _initials(letters: str) -> re.Pattern[str]:
    spelt = r"\.?[ -]?".join(letters)
    return re.compile(rf"(?<!\w){spelt}\b\.?(?!\w)")


def _parts_words(sign: str) -> bool:
    """Whether the sign's script parts words: one without cases may not."""
    return sign.lower() != sign.upper() or not sign.isalpha()


def _plain(text: str) -> tuple[str, list[int] | range]:
    """`text` without accents, and where in it each of the signs stands."""
    if text.isascii():
        return text, range(len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign):
            if unicodedata.category(part) not in ("Mn", "Me", "Cf"):
                signs.append(part)
                places.append(place)
    return "".join(signs), places
