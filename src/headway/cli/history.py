"""A person's history from a file, interpreted against the ladder in use, or the built-in one."""

from datetime import date
from pathlib import Path

from headway.cli.files import read_whole
from headway.cli.session import Session
from headway.core.dossier import (
    Dossier,
    ImportedHistory,
    provisional_dossier,
)
from headway.core.interpretation import interpret_history
from headway.core.ladder import Ladder
from headway.core.profile import Position, match_title


def read_history(path: Path, as_of: date, session: Session | None = None) -> ImportedHistory:
    """What the file tells, with roles proposed for titles and competencies for drafts.

    They are those of the `session`'s ladder; without one, of the built-in ladder.
    """
    from headway.formats import built_in, history_file

    history = history_file.read(read_whole(path), as_of=as_of)
    ladder = session.ladder if session else built_in.ladder()
    phrases = session.phrases if session else built_in.phrase_index()
    return interpret_history(history, ladder, phrases)


def dossier_from_file(path: Path, as_of: date) -> tuple[Dossier, list[str]]:
    """The dossier of the person in a file, as if told on `as_of`, and what to know about it."""
    history = read_history(path, as_of)
    dossier = provisional_dossier(history, as_of=as_of)
    return dossier, [*history.notes, *questions_about(history)]


def questions_about(history: ImportedHistory, ladder: Ladder | None = None) -> list[str]:
    """A sentence for each title whose role has to be asked about; None: on the built-in ladder."""
    from headway.formats import built_in

    sentences = []
    for draft in history.facts:
        if isinstance(draft.body, Position) and draft.body.role_certainty == "ask":
            match = match_title(draft.body.title, ladder or built_in.ladder())
            sentences.append(
                f"'{draft.body.title}' may be {' or '.join(match.roles)}: {match.question} "
                "Until you say (plan --held-role ROLE, or profile --current-role ROLE), "
                "your other titles decide."
            )
    return list(dict.fromkeys(sentences))
