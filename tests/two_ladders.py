"""Three ladders that differ as versions and as houses do, and facts told on the first of them."""

from dataclasses import replace

from examples import LADDER
from headway.core.ladder import Competency, Experience, Ladder, Level
from headway.core.ladder_changes import name_ladder
from headway.core.ladder_mapping import LadderMapping
from headway.core.ladder_moves import LadderReading

# The next version: one competency by another slug and nearly the same name, one new, one act reworded.
_asking, _telling = LADDER.competencies
NEXT = replace(
    LADDER,
    version="2.0.0",
    competencies=(
        replace(_asking, slug="asking-people", name="Asking people"),
        _telling,
        Competency(
            slug="pricing",
            name="Pricing",
            area="insight",
            kind="technical",
            definition="Finds what things are worth.",
        ),
    ),
    roles=tuple(
        replace(
            role,
            expected={
                **{("asking-people" if s == "asking" else s): n for s, n in role.expected.items()},
                "pricing": 1,
            },
            responsibilities=tuple(
                replace(
                    r,
                    competencies=tuple(
                        "asking-people" if s == "asking" else s for s in r.competencies
                    ),
                )
                for r in role.responsibilities
            ),
        )
        for role in LADDER.roles
    ),
)
# Another house: nothing of it is called the same but one competency, and its scale is longer.
OTHER = Ladder(
    format="headway-ladder/1",
    slug="other",
    version="2026",
    title="Another house",
    language="en-GB",
    licence="CC0-1.0",
    levels=tuple(
        Level(number=number, name=name, meaning=name)
        for number, name in enumerate(("Nothing", "Learns", "Does", "Leads"))
    ),
    competencies=(
        replace(_telling, behaviours=()),
        Competency(
            slug="selling", name="Selling", area="insight", kind="soft", definition="Finds buyers."
        ),
    ),
    areas=LADDER.areas,
    experiences=(Experience(slug="sold", text="Has sold something"),),
    roles=(
        replace(
            LADDER.roles[0],
            slug="p1",
            title="P1",
            aliases=(),
            next_roles=(),
            expected={"telling": 1, "selling": 2},
            responsibilities=(),
            experiences=(),
        ),
    ),
)
TO_OTHER = LadderMapping(
    former=name_ladder(LADDER),
    new=name_ladder(OTHER),
    competencies={"telling": "telling"},
    roles={"senior": "p1"},
    levels=(0, 2),
)


def reading_of(mapping: LadderMapping, **sources: str) -> LadderReading:
    """Facts told under the mapping's former ladder, read under its new one."""
    return LadderReading(target=mapping.new, ways={mapping.former: mapping})
