"""What names give away: which level is higher, which rung is senior, what is a soft competency."""

import re
from collections.abc import Sequence
from itertools import pairwise

from headway.core.ladder import CompetencyKind, Stage, Track, slugify

# How high a word stands on a scale of proficiency; 0 is no level but the want of one.
_PROFICIENCY = {
    **dict.fromkeys(("none", "no", "not", "na", "unaware", "absent", "missing"), 0.0),
    **dict.fromkeys(("unskilled", "nothing", "never"), 0.0),
    **dict.fromkeys(("awareness", "aware", "novice", "familiar", "beginner", "basic", "learning"), 1.0),
    **dict.fromkeys(("foundation", "foundational", "fundamental", "elementary", "learner"), 1.0),
    **dict.fromkeys(("limited", "emerging", "exploring", "remember", "follow"), 1.0),
    **dict.fromkeys(("developing", "working", "intermediate", "assist", "growing"), 2.0),
    **dict.fromkeys(("competent", "practitioner", "proficient", "experienced", "apply"), 3.0),
    **dict.fromkeys(("capable", "solid", "skilled", "performing"), 3.0),
    **dict.fromkeys(("advanced", "strong", "enable", "ensure"), 3.5),
    **dict.fromkeys(("expert", "mastery", "master", "mastering", "exemplary", "leading"), 4.0),
    **dict.fromkeys(("authority", "authoritative", "guru", "visionary", "distinguished"), 5.0),
}  # fmt: skip
_SENIORITY = {
    "intern": 0.0, "internship": 0.0, "apprentice": 1.0, "trainee": 1.0, "graduate": 1.2,
    "entry": 1.2, "assistant": 1.5, "associate": 2.0, "junior": 3.0, "jr": 3.0, "mid": 5.0,
    "intermediate": 5.0, "senior": 6.0, "sr": 6.0, "lead": 7.0, "staff": 7.0, "group": 7.5,
    "principal": 8.0, "distinguished": 8.7, "fellow": 8.9, "head": 9.0,
    "director": 9.2, "vp": 10.0, "vice": 10.0, "evp": 10.8, "svp": 10.5, "chief": 11.0,
    "cpo": 11.0, "cto": 11.0, "ceo": 11.5, "cdo": 11.0, "cio": 11.0,
}  # fmt: skip
_PLAIN_RUNG = 5.0
_RUNG_NOUNS = frozenset(
    {"pm", "manager", "engineer", "designer", "developer", "analyst", "owner", "ic", "em", "specialist"}
)  # fmt: skip
_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_CODE = re.compile(
    r"(?:[a-z]{1,3}[.\-]?|(?:level|lvl|grade|band|stage|step|rung|tier|stufe|niveau|nivel|[a-z]{1,2})"
    r"[\s.\-–_:#]+)?(\d{1,3})[a-z+]?"
)
_MANAGEMENT = frozenset(
    {"management", "manager", "managers", "leadership", "people", "mgmt", "mgr", "pm", "em", "mgt"}
)
_INDIVIDUAL = frozenset({"individual", "ic", "contributor", "contributors", "technical", "craft"})
_ABOUT_TRACKS = frozenset(
    {
        "career",
        "careers",
        "ladder",
        "ladders",
        "track",
        "tracks",
        "path",
        "paths",
        "levels",
        "level",
        "the",
    }
    | {
        "competencies",
        "competency",
        "framework",
        "role",
        "roles",
        "expectations",
        "of",
        "for",
        "and",
    }
)
_SOFT = re.compile(
    r"communicat|collaborat|leader|leading|coach|mentor|influenc|stakeholder|relationship|team|people"
    r"|empath|negotiat|culture|values|facilitat|teach|persua|hiring|recruit|interpersonal|inclusi"
    r"|ownership|adaptab|resilien|initiative|attitude|mindset|organisation|organization"
)


def rank_level(name: str) -> float | None:
    """How high a level of that name is, or None if the name does not tell: "L3" is 3, "Expert" 4."""
    text = name.casefold().strip()
    if told := re.match(r"level (\d{1,2}): ", text):
        return float(told[1])
    words = slugify(text).split("-")
    code = _CODE.fullmatch(text) or re.match(r"(\d{1,3})\b", text)
    if code:
        return float(code[1])
    found = [_PROFICIENCY[word] for word in words if word in _PROFICIENCY]
    if "advanced" in words and ("beginner" in words):
        return 2.0
    return min(found, default=None) if 0.0 in found else max(found, default=None)


def is_level_like(name: str) -> bool:
    """Whether a heading reads like a level or a rung: "L3", "Working", "Senior PM"."""
    words = slugify(name).split("-")
    if re.match(r"level \d{1,2}: ", name.casefold()):
        return True
    if not words[0] or len(words) > 8:
        return False
    has_rank = rank_level(name) is not None and not (words[0] in {"no", "not"} and len(words) > 2)
    is_short = bool(re.fullmatch(r"[A-Z]{2,4}", name.strip()))
    first_code = re.match(r"(?:[a-z]{1,3}|level|grade)[\s.\-–]?\d{1,2}\b", name.casefold().strip())
    return (
        has_rank
        or is_short
        or bool(first_code)
        or any(w in _SENIORITY or w in _RUNG_NOUNS for w in words)
    )


def rank_rung(title: str) -> float:
    """How senior a title reads, from 0 (intern) to about 12 (chief); a plain title stands at 5."""
    words = slugify(title).split("-")
    found = [_SENIORITY[word] for word in words if word in _SENIORITY]
    rank = max(found, default=_PLAIN_RUNG)
    # "Senior director" is above "director", "associate vice president" below one.
    if len(found) > 1 and rank >= 7 and min(found) != rank:
        rank += 0.3 if min(found) >= 6 else -0.2
    last = words[-1]
    numeral = _NUMERALS.get(last) or (int(last) if last.isdecimal() and len(last) < 3 else 0)
    return rank + 0.05 * numeral


def says_seniority(title: str) -> bool:
    """Whether a title names its rank ("Senior PM"), so that rank_rung is more than a stand-in."""
    return any(word in _SENIORITY for word in slugify(title).split("-"))


def stage_of(title: str, share: float) -> Stage:
    """The stage of a role: by its title, or by how far up its ladder it stands, from 0 to 1."""
    rank = rank_rung(title) if says_seniority(title) else 3.0 + 5.5 * share
    if rank < 4:
        return "entry"
    return "mid" if rank < 8 else "senior"


def track_of(text: str) -> Track | None:
    """The track that a heading, a suffix or a sheet's name tells, or None."""
    words = set(slugify(text).split("-"))
    if words & _INDIVIDUAL:
        return "individual"
    return "management" if words & _MANAGEMENT else None


def names_track(heading: str, beside: str = "") -> bool:
    """Whether a heading says nothing but a track, apart from what the one `beside` it says too.

    "Management career ladder" does, and "Support leadership" beside "Support".
    """
    words = set(slugify(heading).split("-")) - set(slugify(beside).split("-")) - _ABOUT_TRACKS
    return bool(words) and words <= _INDIVIDUAL | _MANAGEMENT


def kind_of(name: str) -> CompetencyKind:
    """Soft where the name speaks of dealings with people, else technical."""
    return "soft" if _SOFT.search(name.casefold()) else "technical"


def rank_all(names: Sequence[str]) -> list[float | None]:
    """How high each name stands: as levels, or where they are titles as rungs."""
    by_level = [rank_level(name) for name in names]
    if None not in by_level or not all(map(is_level_like, names)):
        return by_level
    is_told = any(map(says_seniority, names))
    return [rank_rung(name) if is_told else None for name in names]


def is_descending(ranks: Sequence[float | None]) -> bool:
    """Whether all ranks are told and each is below the one before."""
    told = [rank for rank in ranks if rank is not None]
    falls = all(low < high for high, low in pairwise(told))
    return 1 < len(told) == len(ranks) and falls
