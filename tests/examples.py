"""A small ladder and catalogue as files and as values, facts, and estimates made by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from hypothesis import settings
from hypothesis import strategies as st

from headway.core.dossier import Dossier, Fact
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.gap import ExpectationGap
from headway.core.packet import Packet, PacketEvidence, PacketLine
from headway.core.packet_citing import PacketCitation
from headway.core.ratings import RatingForm
from headway.core.standing import Estimate, Standing
from headway.formats import catalogue_file, ladder_file

# Without a deadline: a busy machine is no fault of the code.
law = settings(deadline=None)
DAY = date(2026, 3, 2)
OWNER = UUID("6d0b1f3c-2f57-4c55-9f0c-0f6f0a7a9c11")

LADDER_TOML = """\
format = "headway-ladder/1"
slug = "small"
version = "1.0.0"
title = "Small"
language = "en-GB"
licence = "CC0-1.0"

[[levels]]
number = 0
name = "None yet"
meaning = "Nobody has seen it."
[[levels]]
number = 1
name = "Awareness"
meaning = "Somebody has seen it once."

[[areas]]
slug = "insight"
name = "Insight"

[[experiences]]
slug = "launched"
text = "Has taken a product to launch"

[[competencies]]
slug = "asking"
name = "Asking"
area = "insight"
kind = "technical"
definition = "Finds out what people need."
[[competencies.behaviours]]
level = 1
act = "Records what five customers said in their own words"
evidence = "notes"
audience = "customers"
[[competencies.behaviours]]
level = 1
act = "Asks engineers which part of a request they would build last"
evidence = "a marked list"
audience = "engineering"
[[competencies.behaviours]]
level = 1
act = "Reads complaints aloud to the board once a month"
evidence = "minutes"
audience = "executives"

[[competencies]]
slug = "telling"
name = "Telling"
area = "insight"
kind = "soft"
definition = "Says what was found."
[[competencies.behaviours]]
level = 1
act = "Writes release notes that name who gains what"
evidence = "published notes"
audience = "customers"
[[competencies.behaviours]]
level = 1
act = "Draws the flow of a screen before a meeting"
evidence = "a sketch"
audience = "engineering"
[[competencies.behaviours]]
level = 1
act = "Closes each presentation with one question to decide"
evidence = "slides"
audience = "executives"

[[roles]]
slug = "junior"
title = "Junior"
aliases = ["Beginner"]
stage = "entry"
tracks = ["individual", "management"]
scope = "A part."
usual_years = [0, 2]
next_roles = ["senior"]
[roles.expected]
asking = 1
[[roles.responsibilities]]
slug = "listen"
text = "Listen to customers"
competencies = ["asking"]

[[roles]]
slug = "senior"
title = "Senior"
stage = "mid"
tracks = ["individual"]
scope = "The whole."
usual_years = [2, 5]
experiences = ["launched"]
[roles.expected]
asking = 1
telling = 1
[[roles.responsibilities]]
slug = "explain"
text = "Explain what was found"
competencies = ["telling"]

[[ambiguous_titles]]
title = "Owner"
candidates = ["junior", "senior"]
question = "Do you answer for a part or for the whole?"

[other_titles]
titles = ["Seller"]
"""

CATALOGUE_TOML = """\
format = "headway-catalogue/1"
slug = "few"
version = "1.0.0"
title = "A few things"
language = "en-GB"
licence = "CC0-1.0"

[[kinds]]
slug = "workshop"
name = "Workshop"
effect_sd = 0.5
effect_sd_range = [0.1, 0.9]
completion_chance = 0.9
completion_range = [0.7, 1.0]
transfer = 0.5
transfer_range = [0.2, 0.8]
source = "A test."

[[opportunities]]
slug = "ask-in-pairs"
title = "Ask in pairs"
kind = "workshop"
summary = "Two people ask each other."
stages = ["entry"]
builds = [{ competency = "asking", ceiling = 1 }]
effort_hours = [4, 8]
cost = { currency = "GBP", low_minor = 0, high_minor = 0, basis = "typical", dated_on = 2026-01-31 }
duration_days = [1, 2]
worked_if = "The other could repeat what was said."

[[opportunities]]
slug = "tell-a-room"
title = "Tell a room"
kind = "workshop"
summary = "One person tells ten."
stages = ["entry", "mid"]
builds = [{ competency = "telling", ceiling = 1, weight = 0.5 }]
effort_hours = [10, 20]
cost = { currency = "GBP", low_minor = 5000, high_minor = 9000, basis = "offer", dated_on = 2026-01-31 }
duration_days = [7, 14]
worked_if = "Three of ten asked a question."
requires = ["ask-in-pairs"]
sessions = [{ starts_on = 2026-06-01, ends_on = 2026-06-07 }]
"""

LADDER = ladder_file.read(LADDER_TOML.encode())
CATALOGUE = catalogue_file.read(CATALOGUE_TOML.encode())
JUNIOR, SENIOR = LADDER.roles


ODD_VALUES = ("nan", "inf", "-1", "0", "7", "1" * 40, '""', '"x"', "[]", "[[]]", "{}", "true")


@st.composite
def odd_lines(draw, document):
    """`document` with the value of one of its lines replaced by one that is seldom right."""
    lines = document.splitlines()
    place = draw(st.sampled_from([n for n, line in enumerate(lines) if " = " in line]))
    key = lines[place].split(" = ")[0]
    lines[place] = f"{key} = {draw(st.sampled_from((*ODD_VALUES, '2026-03-02')))}"
    return "\n".join(lines)


def fact(body, days=0, **changes):
    """A fact that happened and was recorded `days` after DAY."""
    happened_on = DAY + timedelta(days=days)
    told = Fact(
        id=uuid5(OWNER, f"{days} {body}"),
        body=body,
        happened_on=happened_on,
        recorded_at=datetime.combine(happened_on, time(9), UTC),
    )
    return replace(told, **changes)


def dossier(*facts, time_zone="UTC"):
    return Dossier(owner=OWNER, time_zone=time_zone, facts=facts)


def seen(text="Asked nine people", *, asking=None, support="corroborated", **fields):
    """A piece of evidence, of the level of asking where one is given."""
    tags = () if asking is None else (CompetencyTag(competency="asking", level=asking),)
    return EvidenceItem(**{"text": text, "tags": tags, "support": support, **fields})


def rated(rater="M.", source="manager", **marks):
    return RatingForm(rater=rater, source=source, marks=marks)


def estimate(competency="asking", **fields):
    """An estimate of the small ladder, around the bar of level 1, on which nobody has spoken."""
    plain = Estimate(
        competency=competency,
        name=competency.title(),
        kind="technical",
        mean=0.0,
        sd=1.0,
        most_likely_level=1,
        level_chances=(0.5, 0.5),
        median_position=1.0,
        low_position=0.2,
        high_position=1.8,
        view_count=0,
        evidence_count=0,
        bars=(0.0,),
        bar_level=1,
        bar=0.0,
        meets_chance=0.5,
        state="too little to tell",
    )
    return replace(plain, **fields)


def standing(*estimates, role="senior"):
    return Standing(
        as_of=DAY,
        ladder="small",
        ladder_version="1.0.0",
        held_role="junior",
        compared_role=role,
        estimates=estimates,
    )


def packet(*lines, name="Ada", role_title="Senior"):
    return Packet(
        as_of=DAY,
        name=name,
        role="senior",
        role_title=role_title,
        held_role="junior",
        lines=lines,
    )


def packet_line(text, *evidence, kind="responsibility", state="too little to tell"):
    gap = ExpectationGap(
        kind=kind, slug="explain", text=text, state=state, evidence_count=len(evidence)
    )
    return PacketLine(expectation=gap, evidence=evidence)


def beside(text, kind="learning", **fields):
    return PacketCitation(
        **{"fact": OWNER, "happened_on": DAY, "text": text, "kind": kind, **fields}
    )


def cited(text, **fields):
    return PacketEvidence(
        **{"fact": OWNER, "happened_on": DAY, "text": text, "support": "claimed", **fields}
    )
