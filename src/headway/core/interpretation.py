"""What a file tells, understood as far as words go: proposed roles and candidate competencies."""

from dataclasses import replace

from headway.core.dossier import ImportedHistory
from headway.core.evidence import CompetencyTag, EvidenceItem, PhraseIndex, suggest_competencies
from headway.core.fact_kinds import FactBody
from headway.core.ladder import Ladder
from headway.core.profile import Position, match_title


def interpret_history(
    history: ImportedHistory, ladder: Ladder, phrases: PhraseIndex
) -> ImportedHistory:
    """`history` with a role proposed for each title and candidate competencies for each draft.

    These are proposals: an ambiguous title is left to be asked about, and no draft claims a level.
    """
    facts = tuple(
        replace(draft, body=_interpret(draft.body, ladder, phrases)) for draft in history.facts
    )
    return replace(history, facts=facts)


def _interpret(body: FactBody, ladder: Ladder, phrases: PhraseIndex) -> FactBody:
    if isinstance(body, Position):
        match = match_title(body.title, ladder)
        role = match.roles[0] if match.certainty == "proposed" else ""
        return replace(body, role=role, role_certainty=match.certainty)
    if isinstance(body, EvidenceItem) and body.is_draft:
        found = suggest_competencies(body.text, phrases)
        return replace(body, tags=tuple(CompetencyTag(competency=slug) for slug in found))
    return body
