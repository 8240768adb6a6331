"""Moments, facts, a small ladder and strategies for facts that tests of the records share."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from headway.core.dossier import Fact
from headway.core.evidence import CompetencyTag, Completion, EvidenceItem
from headway.core.fact_kinds import AdoptedPlan, Retraction
from headway.core.ladder import Competency, Ladder, Level, Role
from headway.core.ladder_mapping import LadderAdoption, LadderMapping
from headway.core.learn import Builds, CostRange, Opportunity, OwnOpportunity, Session
from headway.core.packet_draft import ClosedPacket, LineDraft, PacketDraft
from headway.core.people import (
    AgreedItem,
    Contact,
    Event,
    Membership,
    MentorCapacity,
    Mentoring,
    MentoringTurn,
    Touch,
)
from headway.core.profile import About, Aim, Position
from headway.core.ratings import RatingForm, VignetteForm
from headway.core.reading import FollowedFeed, ReadingNote, ReadingSchedule
from headway.core.redaction import Redaction
from headway.core.set_aside import SetAside
from headway.records.rows import KeptFact

MONDAY = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 3, 4, 7, 45, tzinfo=UTC)
FEBRUARY = date(2026, 2, 10)
INTERVIEWS = EvidenceItem(
    text="Interviewed eight people who had left",
    tags=(CompetencyTag(competency="customer-discovery", level=2),),
)
SMALL_LADDER = Ladder(
    format="headway-ladder/1",
    slug="small",
    version="1.0.0",
    title="Small",
    language="en-GB",
    licence="CC0-1.0",
    levels=(
        Level(number=0, name="None yet", meaning="Not seen"),
        Level(number=1, name="Awareness", meaning="Seen"),
    ),
    competencies=(
        Competency(
            slug="customer-discovery",
            name="Customer discovery",
            area="insight",
            kind="technical",
            definition="Finds what people need.",
        ),
    ),
    roles=(
        Role(
            slug="product-manager",
            title="Product Manager",
            stage="mid",
            tracks=("individual",),
            scope="one product",
            usual_years=(1.5, 5),
            expected={"customer-discovery": 1},
        ),
    ),
)

text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1))
moments = st.datetimes(
    min_value=MONDAY.replace(tzinfo=None), allow_imaginary=False, timezones=st.just(UTC)
)
hours = st.floats(min_value=0, max_value=1e6, allow_nan=False)
whole = st.integers(min_value=0, max_value=10**12)
levels = st.integers(min_value=0, max_value=4)
documents = st.dictionaries(text, st.one_of(st.none(), st.booleans(), whole, hours, text))
opportunities = st.builds(
    Opportunity,
    slug=text,
    title=text,
    kind=text,
    summary=text,
    stages=st.lists(st.sampled_from(["entry", "mid", "senior"]), max_size=2).map(tuple),
    builds=st.lists(
        st.builds(Builds, competency=text, ceiling=levels, weight=hours), max_size=2
    ).map(tuple),
    effort_hours=st.tuples(hours, hours),
    cost=st.builds(
        CostRange,
        currency=text,
        low_minor=whole,
        high_minor=whole,
        basis=st.sampled_from(["typical", "offer", "unknown"]),
        dated_on=days,
    ),
    duration_days=st.tuples(levels, levels),
    worked_if=text,
    prerequisites=st.lists(text, max_size=2).map(tuple),
    entry_levels=st.dictionaries(text, levels, max_size=2),
    seen_on=st.none() | days,
    sessions=st.lists(st.builds(Session, starts_on=days, ends_on=days), max_size=2).map(tuple),
)
bodies = st.one_of(
    st.builds(OwnOpportunity, opportunity=opportunities, source=text),
    st.builds(FollowedFeed, address=text, title=text, site=text, source=text),
    st.builds(
        ReadingNote,
        title=text,
        state=st.sampled_from(["kept", "skipped", "read"]),
        entry=text,
        word=text,
        competencies=st.lists(text, max_size=2).map(tuple),
        hours=st.none() | hours,
        published_on=st.none() | days,
    ),
    st.builds(ReadingSchedule, every_hours=whole),
    st.builds(About, name=text, headline=text, location=text),
    st.builds(
        Position,
        title=text,
        organisation=text,
        started_on=st.none() | days,
        ended_on=st.none() | days,
        is_current=st.booleans(),
        role=text,
        role_certainty=st.sampled_from(["confirmed", "proposed", "ask", "none"]),
        source=text,
    ),
    st.builds(
        Aim,
        target_role=text,
        by=st.none() | days,
        hours_per_week=hours,
        budget_per_year_minor=whole,
        currency=text,
        current_role=text,
    ),
    st.builds(
        EvidenceItem,
        text=text,
        tags=st.lists(
            st.builds(CompetencyTag, competency=text, level=st.none() | levels), max_size=3
        ).map(tuple),
        expectations=st.lists(text, max_size=2).map(tuple),
        support=st.sampled_from(["claimed", "corroborated", "verified"]),
        corroborated_by=st.lists(text, max_size=2).map(tuple),
        is_draft=st.booleans(),
        source=text,
        link=text,
    ),
    st.builds(
        Completion,
        opportunity=text,
        outcome=st.sampled_from(["begun", "done", "late", "cancelled"]),
        hours=st.none() | hours,
        cost_minor=st.none() | whole,
        currency=text,
        reflection=text,
    ),
    st.builds(
        RatingForm,
        rater=text,
        source=st.sampled_from(["self", "manager", "peer", "report", "stakeholder"]),
        marks=st.dictionaries(text, levels, max_size=3),
        no_chance_to_see=st.lists(text, max_size=2).map(tuple),
        note=text,
    ),
    st.builds(
        VignetteForm,
        rater=text,
        source=st.sampled_from(["self", "peer"]),
        marks=st.dictionaries(text, levels, max_size=3),
        no_chance_to_see=st.lists(text, max_size=2).map(tuple),
        intended=st.dictionaries(text, levels, max_size=3),
        version=text,
    ),
    st.builds(AdoptedPlan, document=documents),
    st.builds(SetAside, role=text, expectations=st.lists(text, max_size=2).map(tuple), reason=text),
    st.builds(
        PacketDraft,
        role=text,
        opening=text,
        lines=st.lists(
            st.builds(
                LineDraft,
                expectation=text,
                sentence=text,
                left_out=st.lists(st.uuids(), max_size=2).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
        redactions=st.lists(st.builds(Redaction, name=text, instead=text), max_size=2).map(tuple),
    ),
    st.builds(
        ClosedPacket,
        document=documents,
        role=text,
        role_title=text,
        decision=st.sampled_from(["waiting", "promoted", "not yet", "withdrawn"]),
        decided_by=text,
        reasons=text,
        decided_on=st.none() | days,
    ),
    st.builds(
        LadderAdoption,
        slug=text,
        version=text,
        mapping=st.builds(
            LadderMapping,
            former=text,
            new=text,
            competencies=st.dictionaries(text, text, max_size=2),
            levels=st.lists(st.none() | levels, max_size=3).map(tuple),
        ),
    ),
    st.builds(
        Contact,
        key=st.uuids(),
        name=text,
        strengths=st.lists(text, max_size=2).map(tuple),
        ties=st.lists(st.sampled_from(["sponsor", "peer"]), max_size=2).map(tuple),
        every_days=st.none() | levels,
        next_on=st.none() | days,
        note=text,
    ),
    st.builds(
        Touch,
        contact=st.uuids(),
        how=st.sampled_from(["met", "called", "wrote", "event", "session"]),
        gave=text,
        outcome=st.sampled_from(["", "introduction", "knowledge"]),
        event=st.none() | st.uuids(),
        next_on=st.none() | days,
    ),
    st.builds(Event, key=st.uuids(), title=text, starts_on=days, ends_on=st.none() | days),
    st.builds(Membership, key=st.uuids(), association=text, renews_on=days, fee_minor=whole),
    st.builds(Mentoring, key=st.uuids(), contact=st.uuids(), ask=text, answer_by=days),
    st.builds(MentoringTurn, mentoring=st.uuids(), turn=st.sampled_from(["agreed", "ended"])),
    st.builds(AgreedItem, key=st.uuids(), mentoring=st.uuids(), text=text, due_on=days),
    st.builds(MentorCapacity, places=levels, is_paused=st.booleans(), paused_until=days),
    st.builds(Retraction, reason=text),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[KeptFact, ...]:
    """Facts of one person in the order of recording, some of which replace an earlier one."""
    ids = draw(st.lists(st.uuids(), unique=True, max_size=6))
    facts: list[Fact] = []
    for id_ in ids:
        open_ids = {f.id for f in facts} - {f.supersedes for f in facts}
        former = st.sampled_from(sorted(open_ids)) if open_ids else st.none()
        facts.append(
            Fact(
                id=id_,
                body=draw(bodies),
                happened_on=draw(days),
                recorded_at=draw(moments),
                visibility=draw(st.sampled_from(["private", "shared"])),
                supersedes=draw(st.none() | former),
            )
        )
    return tuple(KeptFact(fact=f) for f in sorted(facts, key=lambda f: (f.recorded_at, f.id)))
