"""Facts are read from their texts at once, which gives what reading them row by row gives."""

from hypothesis import given

from headway.core.dossier import DraftFact
from headway.core.evidence import EvidenceItem
from headway.core.fact_kinds import FactBody
from headway.core.profile import Position
from headway.core.ratings import RatingForm
from headway.records import bridge, rows
from headway.records.canonical import canonical_json
from headway.records.models import Fact, Person
from sample_facts import FEBRUARY, INTERVIEWS, MONDAY, TUESDAY, bodies


@given(bodies)
def test_a_text_becomes_the_value_that_its_plain_form_becomes(body: FactBody) -> None:
    kind, plain = rows.NAMES[type(body)], rows.body_to_plain(body)
    quick = rows.DECODERS[kind].decode(canonical_json(plain))
    assert quick == rows.body_from_plain(kind, plain)


def test_the_quick_way_reads_what_the_plain_way_reads(ana: Person) -> None:
    told = (INTERVIEWS, Position(title="PM"), RatingForm(rater="B", source="peer", marks={"a": 2}))
    drafts = [DraftFact(body=body, happened_on=FEBRUARY) for body in told]
    added = bridge.record_facts(ana, drafts, recorded_at=MONDAY).added
    bridge.correct_fact(ana, added[0], EvidenceItem(text="Better"), recorded_at=TUESDAY)
    written = Fact.objects.filter(owner=ana).order_by("recorded_at", "id")
    assert bridge.load_kept_facts(ana) == tuple(rows.to_kept(row) for row in written)
