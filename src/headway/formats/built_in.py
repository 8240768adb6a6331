"""What Headway ships: ladder, catalogue, phrases, vignettes, suggested feeds and the sample person."""

from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from headway.core.dossier import Dossier
from headway.core.evidence import PhraseIndex, Phrases, compile_phrases
from headway.core.ladder import Ladder
from headway.core.ladder_changes import name_ladder
from headway.core.ladder_moves import LadderReading
from headway.core.learn import Catalogue
from headway.core.ratings.vignettes import VignetteSet
from headway.formats import (
    catalogue_file,
    ladder_file,
    phrases_file,
    sample_file,
    suggested_feeds,
    vignettes_file,
)


def content_of(name: str) -> bytes:
    """The bytes of a data file."""
    return files("headway.data").joinpath(name).read_bytes()


@cache
def ladder() -> Ladder:
    """The built-in ladder of product management."""
    return ladder_file.read(content_of("ladder.toml"), "The built-in ladder")


@cache
def catalogue() -> Catalogue:
    """The built-in catalogue of opportunities."""
    return catalogue_file.read(content_of("catalogue.toml"), "The built-in catalogue")


@cache
def phrases() -> dict[str, Phrases]:
    """The phrases that suggest a competency of the built-in ladder, by its slug."""
    return phrases_file.read(content_of("phrases.toml"))


@cache
def phrase_index() -> PhraseIndex:
    """These phrases made ready for searching."""
    return compile_phrases(phrases())


def phrase_index_for(reading: LadderReading | None) -> PhraseIndex:
    """The same for the ladder that `reading` leads to; None for the built-in one."""
    own = name_ladder(ladder())
    if reading is None or reading.target == own:
        return phrase_index()
    way = reading.ways.get(own)
    return _index_renamed(tuple(sorted(way.competencies.items())) if way else ())


@lru_cache(maxsize=8)
def _index_renamed(names: tuple[tuple[str, str], ...]) -> PhraseIndex:
    """Of competencies that became one all wordings hint at it, and what rules out one rules out all."""
    renamed: dict[str, Phrases] = {}
    for former, new in names:
        told, before = phrases()[former], renamed.get(new, Phrases())
        renamed[new] = Phrases(
            phrases=(*before.phrases, *told.phrases),
            weak=(*before.weak, *told.weak),
            unless=(*before.unless, *told.unless),
        )
    return compile_phrases(renamed)


@cache
def feeds() -> tuple[suggested_feeds.SuggestedFeed, ...]:
    """The feeds that may be worth following: a suggestion."""
    return suggested_feeds.read(content_of("feeds.toml"), "The built-in list of feeds")


@cache
def vignettes() -> VignetteSet:
    """The vignettes by which it can be told how strictly somebody marks."""
    return vignettes_file.read(content_of("vignettes.toml"), "The built-in vignettes")


@cache
def sample_dossier(today: date) -> Dossier:
    """The sample person's facts as they look on `today`; the person is fictional."""
    plan = content_of("sample_plan.json")
    return sample_file.read(content_of("sample_person.toml"), today=today, plan=plan)
