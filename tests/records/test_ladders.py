"""Ladders kept, adopted and given up: which one counts when, and what was told is read in its names."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from examples import LADDER
from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.ladder import Ladder
from headway.core.ladder_changes import name_ladder
from headway.core.ladder_likeness import keep_same, propose_mapping
from headway.core.ladder_mapping import LadderAdoption, LadderMapping
from headway.core.ratings import RatingForm
from headway.records import adoptions, archive, bridge, entries, ladders
from headway.records.models import Fact, Person
from headway.records.places import Workspace
from sample_facts import FEBRUARY, MONDAY, TUESDAY, WEDNESDAY
from two_ladders import NEXT, OTHER, TO_OTHER

ASKED = EvidenceItem(text="Asked ten", tags=(CompetencyTag(competency="asking", level=1),))
HOUR = timedelta(hours=1)


def adopt(
    person: Person,
    former: Ladder,
    new: Ladder,
    at: datetime,
    mapping: LadderMapping | None = None,
    on: date | None = None,
) -> Fact:
    confirmed = mapping or propose_mapping(former, new).mapping
    id_ = adoptions.adopt_ladder(
        person, new, confirmed, former=former, from_day=on or at.date(), recorded_at=at
    )
    return Fact.objects.get(pk=id_)


def use_on(person: Person, day: date, shipped: Ladder = LADDER) -> ladders.LadderUse:
    return ladders.find_use(person, shipped=shipped, as_of=day)


def shown(dossier: Dossier, day: date) -> list[dict[str, int | None]]:
    """What each piece of evidence shows, in the order of recording."""
    facts = sorted(dossier.known_by(day).each(EvidenceItem), key=lambda pair: pair[0].recorded_at)
    return [{tag.competency: tag.level for tag in item.tags} for _, item in facts]


def log(person: Person, at: datetime, **levels: int) -> object:
    tags = tuple(CompetencyTag(competency=s.replace("_", "-"), level=n) for s, n in levels.items())
    item = EvidenceItem(text=f"At {at}", tags=tags)
    return bridge.record_fact(person, item, happened_on=at.date(), recorded_at=at)


def test_until_one_is_adopted_the_shipped_ladder_counts_and_nothing_is_read_anew(
    ana: Person,
) -> None:
    log(ana, MONDAY, asking=1)
    use = use_on(ana, MONDAY.date())
    assert (use.ladder, use.reading) == (LADDER, None)
    assert use.load_dossier() == bridge.load_dossier(ana)
    assert ladders.find_use(None, shipped=LADDER, as_of=MONDAY.date()).load_dossier().facts == ()


def test_an_adoption_counts_from_its_day_and_not_before_it_was_known(ana: Person) -> None:
    adopt(ana, LADDER, NEXT, MONDAY, on=FEBRUARY)
    assert use_on(ana, MONDAY.date()).ladder == NEXT
    assert use_on(ana, FEBRUARY).ladder == LADDER
    adopt(ana, NEXT, OTHER, TUESDAY, TO_OTHER_FROM_NEXT, on=WEDNESDAY.date())
    assert use_on(ana, TUESDAY.date()).ladder == NEXT
    assert use_on(ana, WEDNESDAY.date()).ladder == OTHER


TO_OTHER_FROM_NEXT = replace(TO_OTHER, former="small 2.0.0")


def test_what_was_told_before_is_read_in_the_new_names_and_kept_in_the_old(ana: Person) -> None:
    log(ana, MONDAY, asking=1)
    adopt(ana, LADDER, NEXT, TUESDAY)
    log(ana, TUESDAY + HOUR, asking_people=1)
    use = use_on(ana, TUESDAY.date())
    assert shown(use.load_dossier(), TUESDAY.date()) == [{"asking-people": 1}] * 2
    assert shown(bridge.load_dossier(ana), TUESDAY.date())[0] == {"asking": 1}


def test_to_another_house_and_back_all_is_as_it_was(ana: Person) -> None:
    log(ana, MONDAY, asking=1, telling=1)
    adopt(ana, LADDER, OTHER, TUESDAY, TO_OTHER)
    away = shown(use_on(ana, TUESDAY.date()).load_dossier(), TUESDAY.date())
    assert away == [{"small 1.0.0@asking": 1, "telling": 2}]
    log(ana, TUESDAY + HOUR, selling=3, telling=2)
    adopt(
        ana,
        OTHER,
        LADDER,
        WEDNESDAY,
        LadderMapping(
            former="other 2026",
            new="small 1.0.0",
            competencies={"telling": "telling"},
            levels=(0, 0, 1, 1),
        ),
    )
    back = shown(use_on(ana, WEDNESDAY.date()).load_dossier(), WEDNESDAY.date())
    assert back == [
        {"asking": 1, "telling": 1},
        {"other 2026@selling": 3, "telling": 1},
    ]


def test_an_adoption_taken_back_leaves_what_was_told_meanwhile_readable(ana: Person) -> None:
    adopted = adopt(ana, LADDER, NEXT, MONDAY)
    log(ana, MONDAY + HOUR, asking_people=1, pricing=1)
    bridge.retract_fact(ana, adopted.id, recorded_at=TUESDAY)
    log(ana, TUESDAY + HOUR, asking=1)
    use = use_on(ana, TUESDAY.date())
    assert use.ladder == LADDER
    told = shown(use.load_dossier(), TUESDAY.date())
    assert told == [{"asking": 1, "small 2.0.0@pricing": 1}, {"asking": 1}]


def test_a_correction_on_the_new_ladder_is_told_in_its_names(ana: Person) -> None:
    version = bridge.keep_ladder(LADDER, recorded_at=MONDAY)
    first = bridge.record_fact(ana, ASKED, happened_on=FEBRUARY, recorded_at=MONDAY, ladder=version)
    adopt(ana, LADDER, NEXT, TUESDAY)
    anew = replace(ASKED, tags=(CompetencyTag(competency="pricing", level=1),))
    second = bridge.correct_fact(ana, first, anew, recorded_at=WEDNESDAY)
    assert Fact.objects.get(pk=second).ladder is None
    use = use_on(ana, WEDNESDAY.date())
    assert shown(use.load_dossier(), WEDNESDAY.date()) == [{"pricing": 1}]


def test_what_is_put_back_is_still_told_in_the_names_of_its_day(ana: Person) -> None:
    first = log(ana, MONDAY, asking=1)
    adopt(ana, LADDER, NEXT, TUESDAY)
    entries.take_back(ana, first, recorded_at=TUESDAY + HOUR)  # type: ignore[arg-type]
    entries.put_back(ana, first, recorded_at=WEDNESDAY)  # type: ignore[arg-type]
    use = use_on(ana, WEDNESDAY.date())
    assert shown(use.load_dossier(), WEDNESDAY.date()) == [{"asking-people": 1}]


def test_the_shipped_ladder_has_no_mapping_to_change(ana: Person) -> None:
    use = use_on(ana, MONDAY.date())
    assert use.former == LADDER
    with pytest.raises(InvalidInputError, match="the one that Headway comes with"):
        adoptions.change_mapping(ana, use, TO_OTHER, recorded_at=MONDAY)


def test_a_rating_says_under_which_version_it_was_made(ana: Person) -> None:
    version = bridge.keep_ladder(LADDER, recorded_at=MONDAY)
    adopt(ana, LADDER, NEXT, TUESDAY)
    form = RatingForm(rater="Bo", source="peer", marks={"asking": 1})
    # A form made on the former ladder that came in late.
    bridge.record_fact(ana, form, happened_on=FEBRUARY, recorded_at=WEDNESDAY, ladder=version)
    dossier = use_on(ana, WEDNESDAY.date()).load_dossier()
    [(_, read)] = dossier.known_by(WEDNESDAY.date()).each(RatingForm)
    assert read.marks == {"asking-people": 1}


def test_an_update_of_the_shipped_ladder_finds_its_way_through_the_confirmed_one(
    ana: Person,
) -> None:
    adopt(ana, LADDER, NEXT, MONDAY)
    updated = replace(LADDER, version="1.1.0")
    reading = use_on(ana, MONDAY.date(), updated).reading
    assert reading
    assert reading.ways["small 1.1.0"].competencies["asking"] == "asking-people"
    elsewhere = replace(LADDER, slug="shop", version="3")
    reading = use_on(ana, MONDAY.date(), elsewhere).reading
    assert reading
    # Another house's words are its own until somebody confirms what they mean here.
    assert "shop 3" not in reading.ways
    adopt(ana, NEXT, OTHER, TUESDAY)
    former = replace(OTHER, version="0.1.0")
    found = ladders.LadderUse(
        person=ana, ladder=OTHER, shipped=former, adoptions=use_on(ana, TUESDAY.date()).adoptions
    ).reading
    assert found
    assert found.ways[name_ladder(former)] == keep_same(former, OTHER)


def test_everybody_is_read_in_the_names_of_one_ladder(ana: Person, ben: Person) -> None:
    log(ana, MONDAY, asking=1)
    adopt(ana, LADDER, NEXT, TUESDAY)
    log(ana, TUESDAY + HOUR, asking_people=1)
    log(ben, MONDAY, asking=1)
    found = ladders.load_dossiers(ana, LADDER, shipped=LADDER, as_of=TUESDAY.date())
    assert [tags for each in found for tags in shown(each, TUESDAY.date())] == [{"asking": 1}] * 3


def test_a_ladder_is_kept_once_and_found_by_its_name(ana: Person) -> None:
    kept = ladders.publish_ladder(NEXT, shipped=LADDER, recorded_at=MONDAY)
    assert ladders.publish_ladder(NEXT, shipped=LADDER, recorded_at=TUESDAY) == kept
    assert ladders.read_kept(ladders.find_ladder("small", "2.0.0")) == NEXT
    assert ladders.find_kept_or_shipped("small", shipped=LADDER) == LADDER
    assert ladders.find_kept_or_shipped("small", "2.0.0", shipped=LADDER) == NEXT
    with pytest.raises(UnknownNameError, match=r"there are: small 2\.0\.0"):
        ladders.find_ladder("large")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "Changed"}, "the ladder that Headway comes with"),
        ({"slug": "our ladder"}, "ladder 'our ladder': write its slug"),
        ({"slug": "new", "version": "1@2"}, "leave out the sign @"),
    ],
)
def test_a_ladder_that_could_not_be_told_apart_is_refused(
    ana: Person, change: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidInputError, match=said):
        ladders.publish_ladder(
            replace(LADDER, **change),
            shipped=LADDER,
            recorded_at=MONDAY,  # type: ignore[arg-type]
        )


def test_a_field_that_a_later_headway_adds_makes_no_other_ladder(ana: Person) -> None:
    version = bridge.keep_ladder(LADDER, recorded_at=MONDAY)
    older = {key: told for key, told in version.document.items() if key != "other_titles"}
    type(version).objects.all().delete()
    bare = replace(LADDER, other_titles=type(LADDER.other_titles)())
    type(version).objects.create(
        sha256="0" * 64, slug="small", version="1.0.0", document=older, recorded_at=MONDAY
    )
    assert bridge.keep_ladder(bare, recorded_at=TUESDAY).sha256 == "0" * 64


def test_a_mapping_is_checked_before_it_is_kept_and_a_form_sent_twice_is_kept_once(
    ana: Person,
) -> None:
    key = entries.new_key()
    for _ in range(2):
        adoptions.adopt_ladder(
            ana, OTHER, TO_OTHER, former=LADDER, from_day=FEBRUARY, recorded_at=MONDAY, key=key
        )
    assert Fact.objects.filter(kind="ladder-adoption").count() == 1
    with pytest.raises(InvalidInputError, match="leads from"):
        adopt(ana, NEXT, OTHER, TUESDAY, TO_OTHER)
    assert adoptions.take_back_last(ana, recorded_at=TUESDAY) == LadderAdoption(
        slug="other", version="2026", mapping=TO_OTHER
    )
    assert adoptions.take_back_last(ana, recorded_at=WEDNESDAY) is None


def test_an_adoption_travels_with_its_ladders_in_the_archive(
    workspace: Workspace, tmp_path: object
) -> None:
    ana = bridge.ensure_owner("Ana", created_at=MONDAY)
    log(ana, MONDAY, asking=1)
    adopt(ana, LADDER, NEXT, TUESDAY)
    before = use_on(ana, TUESDAY.date()).load_dossier()
    path = archive.export_archive(ana, tmp_path / "ana.zip")  # type: ignore[operator]
    bridge.erase_person(ana)
    back = archive.import_archive(path).person
    use = use_on(back, TUESDAY.date())
    assert use.ladder == NEXT
    assert use.load_dossier() == before
