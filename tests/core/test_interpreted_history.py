"""An imported history is read against a ladder: proposals only, and what was told stays as told."""

from datetime import date

from headway.core.dossier import DraftFact, ImportedHistory
from headway.core.evidence import CompetencyTag, EvidenceItem, Phrases, compile_phrases
from headway.core.interpretation import interpret_history
from headway.core.profile import About, Position
from headway.formats import built_in

DAY = date(2026, 11, 23)
PHRASES = compile_phrases({"communication": Phrases(phrases=("newsletter",))})


def interpret(*bodies: About | Position | EvidenceItem) -> ImportedHistory:
    facts = tuple(DraftFact(body=body, happened_on=DAY) for body in bodies)
    history = ImportedHistory(source="Test", facts=facts, notes=("a note",))
    return interpret_history(history, built_in.ladder(), PHRASES)


def test_a_title_gets_the_role_it_names() -> None:
    (fact,) = interpret(Position(title="Sr Product Manager")).facts
    assert fact.body == Position(
        title="Sr Product Manager", role="senior-product-manager", role_certainty="proposed"
    )


def test_an_ambiguous_title_gets_no_role_until_somebody_says() -> None:
    (fact,) = interpret(Position(title="Product Owner")).facts
    assert fact.body == Position(title="Product Owner", role="", role_certainty="ask")


def test_a_draft_gets_candidates_without_a_level() -> None:
    item = EvidenceItem(text="Wrote a newsletter", is_draft=True)
    (fact,) = interpret(item).facts
    assert isinstance(fact.body, EvidenceItem)
    assert fact.body.tags == (CompetencyTag(competency="communication", level=None),)


def test_everything_else_stays_as_it_was() -> None:
    confirmed = EvidenceItem(text="Wrote a newsletter")
    history = interpret(About(name="Ana"), confirmed)
    assert [fact.body for fact in history.facts] == [About(name="Ana"), confirmed]
    assert (history.source, history.notes) == ("Test", ("a note",))
