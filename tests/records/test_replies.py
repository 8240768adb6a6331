"""What is asked is kept, and what comes back counts once: altered, replayed and late answers do not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import override_settings

from headway.core.asking import tell_requests
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import EvidenceItem
from headway.core.ratings import RatingForm
from headway.core.requests import Reply, ReplyText, Request, sign
from headway.formats import built_in
from headway.records import bridge, entries, replies
from headway.records.models import Person

DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ACTS = ("communication/2/1", "delivery-management/3/1")


@pytest.fixture(autouse=True)
def _with_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "a secret of this installation")


@pytest.fixture
def evidence(ana: Person) -> UUID:
    return bridge.record_fact(
        ana, EvidenceItem(text="Ran a test"), happened_on=DAY, recorded_at=MOMENT
    )


def ask(person: Person, *evidence: UUID, acts: tuple[str, ...] = ACTS, **changed: object) -> str:
    key = uuid4()
    request = Request(
        code=replies.code_from(key),
        name="Lena",
        source="peer",
        until=DAY + timedelta(days=14),
        acts=acts,
        evidence=evidence,
    )
    ladder = bridge.keep_ladder(built_in.ladder(), recorded_at=MOMENT)
    told = {"asked_on": DAY, "recorded_at": MOMENT, "ladder": ladder}
    asked = replace(request, **changed)  # type: ignore[arg-type]
    replies.keep_request(person, key, asked, **told)  # type: ignore[arg-type]
    return request.code


def answer(person: Person, code: str, *words: str) -> ReplyText:
    key = replies.find_form(person, code).key
    return ReplyText(code=code, signs=tuple(sign(key, n, word) for n, word in enumerate(words)))


def take(person: Person, text: ReplyText, today: date = DAY) -> replies.Taken:
    return replies.take_reply(person, text, today=today, recorded_at=MOMENT + timedelta(hours=1))


def bodies(person: Person, kind: type) -> list[object]:
    return [body for _f, body in bridge.load_dossier(person).known_by(date.max).each(kind)]


def test_the_form_asks_in_the_words_of_the_ladder_and_the_evidence(
    ana: Person, evidence: UUID
) -> None:
    form = replies.find_form(ana, ask(ana, evidence))
    ladder = built_in.ladder()
    assert form.text.acts == tuple(ladder.behaviour(key).behaviour.act for key in ACTS)
    assert (form.text.asker, form.text.evidence) == ("Ana", ((DAY, "Ran a test"),))


def test_an_answer_becomes_a_form_of_ratings_and_a_witness(ana: Person, evidence: UUID) -> None:
    code = ask(ana, evidence)
    taken = take(ana, answer(ana, code, "seen", "not seen", "as told"))
    assert taken.is_new
    [form], [item] = bodies(ana, RatingForm), bodies(ana, EvidenceItem)
    assert isinstance(form, RatingForm)
    assert form.answers == dict(zip(ACTS, ("seen", "not seen"), strict=True))
    assert isinstance(item, EvidenceItem)
    assert (item.support, item.corroborated_by) == ("corroborated", ("Lena",))


@pytest.mark.parametrize("word", ["partly so", "not so", "can't say"])
def test_any_other_word_on_evidence_names_no_witness(
    ana: Person, evidence: UUID, word: str
) -> None:
    code = ask(ana, evidence, acts=())
    take(ana, answer(ana, code, word))
    [item], [reply] = bodies(ana, EvidenceItem), bodies(ana, Reply)
    assert isinstance(item, EvidenceItem)
    assert (item.support, item.corroborated_by) == ("claimed", ())
    assert isinstance(reply, Reply)
    assert reply.on_evidence == {str(evidence): word}
    assert not bodies(ana, RatingForm)


def test_evidence_that_was_verified_stays_so_with_one_name_more(ana: Person) -> None:
    seen = EvidenceItem(text="Ran a test", support="verified", corroborated_by=("Ben",))
    fact = bridge.record_fact(ana, seen, happened_on=DAY, recorded_at=MOMENT)
    code = ask(ana, fact, acts=())
    take(ana, answer(ana, code, "as told"))
    replies.take_back_reply(ana, code, recorded_at=MOMENT + timedelta(hours=2))
    [item] = bodies(ana, EvidenceItem)
    assert isinstance(item, EvidenceItem)
    assert (item.support, item.corroborated_by) == ("verified", ("Ben",))


def test_evidence_that_was_edited_or_deleted_meanwhile_stops_nothing(
    ana: Person, evidence: UUID
) -> None:
    code = ask(ana, evidence)
    text = answer(ana, code, "seen", "seen", "as told")
    entries.take_back(ana, evidence, recorded_at=MOMENT)
    assert take(ana, text).is_new
    assert not bodies(ana, EvidenceItem)
    with pytest.raises(InvalidInputError, match="no longer there"):
        replies.find_form(ana, code)


def test_sent_twice_it_counts_once(ana: Person) -> None:
    text = answer(ana, ask(ana), "seen", "seen")
    assert [take(ana, text).is_new for _ in "ab"] == [True, False]
    assert len(bodies(ana, RatingForm)) == len(bodies(ana, Reply)) == 1


def test_another_answer_of_the_same_person_waits_until_the_first_is_deleted(ana: Person) -> None:
    code = ask(ana)
    first, second = (answer(ana, code, "seen", word) for word in ("seen", "partly"))
    take(ana, first)
    with pytest.raises(InvalidInputError, match="answered this before, and differently"):
        take(ana, second)
    replies.take_back_reply(ana, code, recorded_at=MOMENT + timedelta(hours=2))
    assert not bodies(ana, RatingForm)
    assert take(ana, second).is_new


def test_deleting_an_answer_takes_its_witness_back(ana: Person, evidence: UUID) -> None:
    code, other = ask(ana, evidence), ask(ana, acts=("communication/2/1",), name="Ben")
    take(ana, answer(ana, code, "seen", "seen", "as told"))
    take(ana, answer(ana, other, "partly"))
    replies.take_back_reply(ana, code, recorded_at=MOMENT + timedelta(hours=2))
    [item], [form] = bodies(ana, EvidenceItem), bodies(ana, RatingForm)
    assert isinstance(item, EvidenceItem)
    assert (item.support, item.corroborated_by) == ("claimed", ())
    assert isinstance(form, RatingForm)
    assert form.request == other


def test_a_late_answer_counts_only_once_there_is_a_later_day(ana: Person) -> None:
    code = ask(ana)
    text, late = answer(ana, code, "seen", "seen"), DAY + timedelta(days=15)
    with pytest.raises(InvalidInputError, match="asked until 16 March 2026; it is late"):
        take(ana, text, late)
    for minutes in (1, 2):
        moment = MOMENT + timedelta(minutes=minutes)
        replies.extend_request(ana, code, late, recorded_at=moment)
    assert take(ana, text, late).is_new


def test_to_a_request_that_was_withdrawn_nothing_is_taken_until_it_is_put_back(ana: Person) -> None:
    code = ask(ana)
    text = answer(ana, code, "seen", "seen")
    [told] = tell_requests(bridge.load_dossier(ana), as_of=DAY)
    entries.take_back(ana, told.fact, recorded_at=MOMENT + timedelta(minutes=1))
    with pytest.raises(UnknownNameError, match="was withdrawn, or made in another workspace"):
        take(ana, text)
    replies.restore_request(ana, told.fact, recorded_at=MOMENT + timedelta(minutes=2))
    assert take(ana, text).is_new


def test_only_a_request_is_put_back_as_one(ana: Person, evidence: UUID) -> None:
    entries.take_back(ana, evidence, recorded_at=MOMENT)
    with pytest.raises(UnknownNameError, match="no such request"):
        replies.restore_request(ana, evidence, recorded_at=MOMENT)


def test_an_answer_counts_for_nobody_else(ana: Person, ben: Person) -> None:
    text = answer(ana, ask(ana), "seen", "seen")
    with pytest.raises(UnknownNameError):
        take(ben, text)


def test_an_altered_answer_leaves_nothing(ana: Person) -> None:
    text = answer(ana, ask(ana), "seen", "seen")
    with pytest.raises(InvalidInputError, match="Part 2"):
        take(ana, replace(text, signs=(text.signs[0], "aaaaaaaaaaaa")))
    assert not bodies(ana, RatingForm)


def test_an_answer_to_the_form_of_another_installation_is_refused(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = answer(ana, ask(ana), "seen", "seen")
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "another one")
    with pytest.raises(InvalidInputError, match="made by another Headway"):
        take(ana, text)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"until": DAY - timedelta(days=1)}, "before the day it is asked on"),
        ({"acts": ()}, "at least one"),
        ({"acts": ACTS * 7}, "at most 12 acts"),
        ({"acts": ("juggling/1/1",)}, "juggling"),
    ],
)
def test_a_request_that_makes_no_sense_is_not_kept(
    ana: Person, changed: dict[str, object], sentence: str
) -> None:
    with pytest.raises((InvalidInputError, UnknownNameError), match=sentence):
        ask(ana, **changed)  # type: ignore[arg-type]


@override_settings(HEADWAY_IS_PERSONAL=False)
def test_on_a_server_nobody_collects_answers_under_names(ana: Person) -> None:
    with pytest.raises(InvalidInputError, match="everybody gives their own view there"):
        ask(ana)


def test_nobody_is_asked_twice_at_a_time(ana: Person) -> None:
    code = ask(ana)
    with pytest.raises(InvalidInputError, match="still out"):
        ask(ana, name="lena")
    assert ask(ana, name="Ben")
    take(ana, answer(ana, code, "seen", "seen"))
    assert ask(ana)
