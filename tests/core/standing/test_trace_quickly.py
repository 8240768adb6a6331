"""The days of a history are found without a basis for each, which gives the days that bases give."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from headway.core.dossier import Dossier, Fact
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.fact_kinds import FactBody, Retraction
from headway.core.profile import Position
from headway.core.ratings import CycleClosing, RatingForm
from headway.core.standing import trace
from headway.core.standing.basis import find_basis
from headway.core.standing.settled import settle_basis
from headway.formats import built_in

TODAY = date(2026, 11, 23)
LADDER = built_in.ladder()


def tell(chance: random.Random) -> FactBody:
    """Something of any kind, with and without a level of the ladder."""
    slug = chance.choice(("communication", "coaching-and-craft", "unknown"))
    level = chance.choice((None, 1, 3, 9))
    source = chance.choice(("self", "manager", "peer"))
    cycle = chance.choice(("", "", "spring"))
    tags = (CompetencyTag(competency=slug, level=level),)
    act = EvidenceItem(text="Act", tags=tags, is_draft=chance.random() < 0.3)
    form = RatingForm(rater=chance.choice("ABCD"), source=source, marks={slug: 2}, cycle=cycle)
    held = Position(title="PM", role="product-manager", role_certainty="confirmed")
    return chance.choice((act, act, form, form, held, CycleClosing(cycle="spring"), Retraction()))


def make_dossier(seed: int) -> Dossier:
    chance = random.Random(seed)
    facts: list[Fact] = []
    for number in range(30):
        body = tell(chance)
        happened = TODAY - timedelta(days=chance.randrange(40))
        recorded = happened + timedelta(days=chance.choice((0, 0, 2)))
        earlier = [f.id for f in facts if type(f.body) is type(body)]
        fact = Fact(
            id=UUID(int=number),
            body=body,
            happened_on=happened,
            recorded_at=datetime.combine(recorded, time(23, 30), UTC),
            supersedes=chance.choice(earlier) if earlier and chance.random() < 0.2 else None,
        )
        facts.append(fact)
    return Dossier(owner=UUID(int=99), time_zone="Pacific/Auckland", facts=tuple(facts))


def find_days_plainly(dossier: Dossier) -> list[date]:
    days = sorted({day for _, day in trace.find_first_known(dossier)})
    found = []
    for day in (day for day in days if day < TODAY):
        basis = find_basis(dossier, LADDER, as_of=day)
        if not found or basis != found[-1][1]:
            found.append((day, basis))
    return [day for day, _ in found] + ([TODAY] if found or TODAY in days else [])


@pytest.mark.parametrize("seed", range(30))
def test_the_days_are_those_on_which_the_basis_changed(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trace, "MOST_POINTS", 100)
    dossier = make_dossier(seed)
    points = trace.trace_estimate(dossier, LADDER, "communication", as_of=TODAY)
    assert [point.on for point in points] == find_days_plainly(dossier)


def test_what_is_told_today_moves_no_earlier_point():
    sample = built_in.sample_dossier(TODAY)
    form = RatingForm(rater="Lena Invented", source="peer", marks={"communication": 4})
    moment = datetime.combine(TODAY, time(12), UTC)
    told = Fact(id=UUID(int=7), body=form, happened_on=TODAY, recorded_at=moment)
    after = replace(sample, facts=(*sample.facts, told))
    first, then = (
        trace.trace_estimate(dossier, LADDER, "communication", as_of=TODAY)
        for dossier in (sample, after)
    )
    assert then[:-1] == first[:-1]
    assert then[-1].estimate.mean > first[-1].estimate.mean


def test_each_point_is_as_its_own_day_has_it():
    sample = built_in.sample_dossier(TODAY)
    points = trace.trace_estimate(sample, LADDER, "communication", as_of=TODAY)
    place = [each.slug for each in LADDER.competencies].index("communication")
    for point in points:
        alone = settle_basis(find_basis(sample, LADDER, as_of=point.on), as_of=point.on)
        assert point.estimate.mean == pytest.approx(alone.mean[place], abs=5e-4)
