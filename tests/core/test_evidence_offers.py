"""What stands elsewhere can be told as evidence once; what shows nothing is not offered."""

from datetime import timedelta

import pytest

from examples import DAY, OWNER, dossier, fact, seen
from headway.core.development import Certificate, LearningEntry
from headway.core.errors import UnknownNameError
from headway.core.evidence import AttachedFile, CompetencyTag
from headway.core.evidence_offers import find_made, list_offers, offer_evidence
from headway.core.people import AgreedItem
from headway.core.talks import Talk
from people_cases import asked, key, knows, touched

ASKING = (CompetencyTag(competency="asking"),)
FILE = AttachedFile(sha256="0" * 64, name="a.pdf", media_type="application/pdf", byte_count=9)


def agreed(whose="me", **fields):
    told = {"done_on": DAY, "result": "Nine came", **fields}
    body = AgreedItem(key=key("a"), mentoring=key("m"), text="Hold a round.", whose=whose, **told)
    return fact(body, -1)


def offered(*facts):
    return list_offers(dossier(*facts).known_by(DAY))


def test_a_goal_that_was_reached_is_offered_on_its_day():
    [offer] = offered(knows("Ana", -9), asked("Ana", -9), told := agreed())
    assert (offer.item.text, offer.happened_on) == ("Hold a round: Nine came", DAY)
    assert (offer.item.tags, offer.item.source, offer.fact) == (ASKING, "mentoring", told.id)
    assert offer.item.came_from == told.id
    assert offer.came_from == "what you agreed with Ana"


@pytest.mark.parametrize("item", [agreed(done_on=None), agreed(whose="them")])
def test_a_goal_that_is_open_or_a_mentor_s_own_is_not_offered(item):
    assert offered(knows("Ana", -9), asked("Ana", -9), item) == ()
    assert offered(agreed()) == ()


def test_what_somebody_reached_whom_one_guides_shows_the_guiding():
    [offer] = offered(knows("Ana", -9), asked("Ana", -9, side="mentor"), agreed(whose="them"))
    assert offer.item.text == "Guided Ana, who did this: Hold a round: Nine came"
    assert offer.item.tags == ()


def test_what_one_gave_is_offered_and_what_one_received_is_not():
    given = touched("Ana", -2, gave="A word with Bo", outcome_text="They met", competency="asking")
    got = touched("Ana", 0, received="Advice", outcome="introduction", outcome_text="to Cy")
    [offer] = offered(knows("Ana", -9), given, got)
    assert offer.item.text == "Gave Ana: A word with Bo: They met"
    assert (offer.item.tags, offer.item.source) == (ASKING, "network")
    assert offered(given) == ()


def test_a_talk_is_offered_once_it_was_held_and_its_evidence_is_gone():
    talk = Talk(key=key("t"), title="On no", on=DAY, competencies=("asking",))
    assert offered(fact(talk, -9)) == ()
    held = fact(Talk(key=key("t"), title="On no", on=DAY, held_on=DAY), -9)
    [offer] = offered(held)
    assert (offer.item.text, offer.came_from) == ("Spoke “On no”", "“On no”")
    assert offered(held, fact(seen("Spoke “On no”"))) == ()


def test_what_was_taken_is_offered_with_the_file_of_its_certificate():
    certificate = Certificate(title="Basics", link="https://example.org/c", file=FILE)
    plain = LearningEntry(title="Evening", reflection="Ask less", competencies=("asking",))
    changed = LearningEntry(title="Course", changed="We ask less", certificate=certificate)
    by_text = {o.item.text: o.item for o in offered(fact(plain, -2), fact(changed, -1))}
    assert list(by_text) == ["We ask less (after: Course)", "Finished Evening: Ask less"]
    assert by_text["We ask less (after: Course)"].files == (FILE,)
    assert by_text["Finished Evening: Ask less"].tags == ASKING


def test_a_certificate_of_which_a_file_made_a_draft_is_not_offered_beside_it():
    entry = fact(LearningEntry(title="Basics", source="LinkedIn"), -2)
    draft = fact(seen("Certificate: Basics (A college)", source="LinkedIn: certificate"), -2)
    typed = fact(LearningEntry(title="Basics"), -2)
    assert offered(entry, draft) == ()
    assert len(offered(entry, fact(seen("Course: Law", source="LinkedIn: course")))) == 1
    assert len(offered(typed, draft)) == 1


def test_what_was_made_evidence_is_offered_no_more():
    entry = fact(LearningEntry(title="Evening"), -2)
    made = fact(seen("In other words", came_from=entry.id))
    assert offered(entry, made) == ()
    assert find_made(dossier(entry, made)) == {entry.id: made.id}


def test_one_offer_is_found_by_its_fact_and_nothing_by_others():
    entry, note = fact(LearningEntry(title="Evening"), -2), fact(seen("Wrote"))
    known = dossier(entry, note).known_by(DAY)
    assert offer_evidence(known, entry.id).happened_on == DAY - timedelta(days=2)
    for id_ in (note.id, OWNER):
        with pytest.raises(UnknownNameError, match="nothing here that could be told"):
            offer_evidence(known, id_)
