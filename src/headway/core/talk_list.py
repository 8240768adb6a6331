"""The talks and publications of a dossier, those ahead first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from headway.core.dossier import Dossier
from headway.core.errors import UnknownNameError
from headway.core.talks import Talk


@dataclass(frozen=True, kw_only=True)
class KeptTalk:
    """A talk, since when it is planned, and the fact that tells it."""

    fact: UUID
    planned_on: date
    talk: Talk


def list_talks(known: Dossier) -> tuple[KeptTalk, ...]:
    """Those planned, the next first, then those held, the latest first."""
    kept = [
        KeptTalk(fact=fact.id, planned_on=fact.happened_on, talk=talk)
        for fact, talk in known.each(Talk)
    ]
    planned = sorted((k for k in kept if not k.talk.held_on), key=_order)
    held = sorted((k for k in kept if k.talk.held_on), key=_order, reverse=True)
    return (*planned, *held)


def find_talk(known: Dossier, key: UUID) -> KeptTalk:
    """The one with that key; raises UnknownNameError."""
    for kept in list_talks(known):
        if kept.talk.key == key:
            return kept
    raise UnknownNameError("There is no such talk here; it may have been taken back.")


def _order(kept: KeptTalk) -> tuple[date, str, str]:
    talk = kept.talk
    return talk.held_on or talk.on, talk.title.casefold(), str(talk.key)
