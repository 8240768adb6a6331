"""Moments, facts, a small ladder and strategies for facts that tests of the records share."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from headway.core.dossier import AdoptedPlan, Fact, Retraction
from headway.core.evidence import CompetencyTag, Completion, EvidenceItem
from headway.core.ladder import Competency, Ladder, Level, Role
from headway.core.profile import About, Aim, Position
from headway.core.ratings import RatingForm, VignetteForm
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
bodies = st.one_of(
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
