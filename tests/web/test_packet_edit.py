"""How the packet is to be, as its forms take it: words, names to take out, evidence to leave out."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import urlencode
from uuid import UUID

import pypdf
import pytest
from django.test import Client

from headway.core.development import LearningEntry
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.packet_draft import LONGEST_SENTENCE, PacketDraft
from headway.core.people import Contact, Touch
from headway.core.profile import About, Aim
from headway.records import bridge
from headway.records.models import Fact, Person
from headway.web.views.packet_edit import CITABLE_ON_A_PAGE, ON_A_PAGE
from web_client import TODAY, Keep, hidden, read, send

ROLE = "senior-product-manager"
LAUNCH = "launched-a-product"
WORDS = f"/packet/edit/?target={ROLE}"
LINE = f"/packet/edit/{LAUNCH}/?target={ROLE}"
TOLD = EvidenceItem(
    text="Launched refunds with Acme Ltd",
    tags=(CompetencyTag(competency="communication", level=3),),
    expectations=(LAUNCH,),
    support="corroborated",
    corroborated_by=("Ana of Acme",),
    link="https://acme.example/refunds",
)


@pytest.fixture
def evidence(keep: Keep) -> UUID:
    """Somebody with an aim and one piece of evidence, of which this is the identity."""
    keep(About(name="Ada Example"))
    keep(Aim(target_role=ROLE))
    return keep(TOLD)


def drafts(person: Person) -> list[PacketDraft]:
    known = bridge.load_dossier(person).known_by(TODAY)
    return [draft for _, draft in known.each(PacketDraft)]


def say(client: Client, address: str, status: int = 302, **told: object) -> str:
    return send(client, address, status, seen=hidden(read(client, address), "seen"), **told)


def line_of(text: str, slug: str = LAUNCH) -> str:
    return text.split(f'<li id="{slug}">')[1].split('<li id="')[0]


def test_what_stands_first_is_kept_and_shown(own: Client, ada: Person, evidence: UUID) -> None:
    where = say(own, WORDS, opening=" I ask  for it.\r\n\r\nNow. ", names="")
    assert where == f"/packet/?target={ROLE}&kept=words#words"
    assert [draft.opening for draft in drafts(ada)] == ["I ask for it.\nNow."]
    text = read(own, where)
    assert "<p>I ask for it.</p><p>Now.</p>" in text
    assert "Kept." in text


def test_a_name_taken_out_is_on_no_page_and_in_no_file(own: Client, evidence: UUID) -> None:
    say(own, WORDS, opening="For ACME.", names="acme ltd = a bank\nAcme\n\nana")
    answers = [own.get(f"/packet/{file}") for file in ("", "packet.md", "packet.pdf")]
    answers += [own.get("/api/packet"), own.get(f"/packet/close/?target={ROLE}")]
    pdf = pypdf.PdfReader(BytesIO(answers[2].content))
    texts = [unescape(answer.content.decode("latin-1")) for answer in answers]
    texts += [page.extract_text() for page in pdf.pages]
    assert not any(name in text.casefold() for text in texts for name in ("acme", "ana of"))
    assert "with [a bank]" in texts[0]
    assert "Seen by [redacted] of [redacted]" in texts[0]
    assert "Words in square brackets" in texts[0]


def test_a_name_that_is_part_of_a_word_is_told(own: Client, evidence: UUID) -> None:
    say(own, WORDS, opening="Two launches", names="launch")
    assert "a name you took out is part of these words: launches" in read(own, "/packet/")


def test_names_are_taken_out_of_the_packet_for_every_role(own: Client, evidence: UUID) -> None:
    say(own, WORDS, opening="", names="Acme")
    other = "product-manager"
    assert "Acme" not in read(own, f"/packet/?target={other}")
    assert "Acme</textarea>" in read(own, f"/packet/edit/?target={other}")


@pytest.mark.parametrize(
    ("names", "sentence"),
    [("--", "no letter or digit"), ("Ana = Ana's manager", "would tell 'Ana'")],
)
def test_a_name_that_makes_no_sense_is_told_beside_its_field(
    own: Client, ada: Person, evidence: UUID, names: str, sentence: str
) -> None:
    page = say(own, WORDS, 400, opening="Kept as typed", names=names)
    assert sentence in page
    assert "Kept as typed</textarea>" in page
    assert drafts(ada) == []


def test_evidence_is_left_out_of_one_line(own: Client, evidence: UUID) -> None:
    where = say(own, LINE, sentence="It was mine.", left_out=[evidence])
    assert where.endswith(f"kept={LAUNCH}#{LAUNCH}")
    text = read(own, "/packet/")
    assert "Launched refunds" not in line_of(text)
    assert "It was mine." in line_of(text)
    assert "Launched refunds" in line_of(text, "communication")
    assert "Launched refunds" in read(own, "/packet/open/")


def test_what_was_left_out_is_ticked_and_can_be_taken_in(own: Client, evidence: UUID) -> None:
    say(own, LINE, sentence="", left_out=[evidence])
    assert f'value="{evidence}" checked' in read(own, LINE)
    say(own, LINE, sentence="")
    assert "Launched refunds" in line_of(read(own, "/packet/"))


def test_evidence_told_meanwhile_is_taken_in(own: Client, keep: Keep, evidence: UUID) -> None:
    seen = hidden(read(own, LINE), "seen")
    keep(EvidenceItem(text="A second launch", expectations=(LAUNCH,)))
    send(own, LINE, seen=seen, sentence="", left_out=[evidence, UUID(int=5)])
    assert "A second launch" in line_of(read(own, "/packet/"))


def test_a_change_in_another_tab_is_not_lost(own: Client, evidence: UUID) -> None:
    seen = hidden(read(own, LINE), "seen")
    say(own, LINE, sentence="From the first tab")
    page = send(own, LINE, 400, seen=seen, sentence="From the second tab")
    assert "changed meanwhile" in page
    assert "<p>From the first tab</p>" in page
    assert "From the second tab</textarea>" in page
    send(own, LINE, seen=hidden(page, "seen"), sentence="From the second tab")
    assert "From the second tab" in read(own, "/packet/")


def test_the_same_form_sent_twice_keeps_one(own: Client, evidence: UUID) -> None:
    seen = hidden(read(own, WORDS), "seen")
    for _ in "ab":
        send(own, WORDS, seen=seen, opening="Once", names="")
    assert Fact.objects.filter(kind="packet-draft").count() == 1


def test_words_and_lines_do_not_undo_each_other(own: Client, ada: Person, evidence: UUID) -> None:
    say(own, WORDS, opening="First", names="Acme")
    say(own, LINE, sentence="Mine", left_out=[evidence])
    [draft] = drafts(ada)
    assert (draft.opening, draft.line(LAUNCH).sentence) == ("First", "Mine")
    assert [one.name for one in draft.redactions] == ["Acme"]


def test_what_is_too_long_stays_and_is_told(own: Client, evidence: UUID) -> None:
    page = say(own, LINE, 400, sentence="x" * (LONGEST_SENTENCE + 1), left_out=[evidence])
    assert f"at most {LONGEST_SENTENCE} characters" in page
    assert f'value="{evidence}" checked' in page


def test_an_expectation_or_a_role_that_is_none_is_told(own: Client, evidence: UUID) -> None:
    assert "has no expectation 'flew'" in read(own, f"/packet/edit/flew/?target={ROLE}", 404)
    assert "Say first which role" in read(own, "/packet/edit/?target=guru", 400)


@pytest.mark.parametrize("address", ["edit/", f"edit/{LAUNCH}/", "close/"])
def test_the_sample_takes_nothing(sample: Client, address: str) -> None:
    query = urlencode({"target": ROLE})
    assert "nothing is kept" in read(sample, f"/packet/{address}?{query}", 400)
    assert f'href="/packet/{address}' not in read(sample, "/packet/")


def test_a_past_day_offers_no_change(own: Client, evidence: UUID) -> None:
    assert "/packet/edit/" not in read(own, "/packet/?as_of=2026-02-04")


def test_what_is_left_out_on_one_page_of_many_stays_on_the_others(
    own: Client, ada: Person, keep: Keep, evidence: UUID
) -> None:
    for number in range(ON_A_PAGE):
        keep(EvidenceItem(text=f"Launch {number}", expectations=(LAUNCH,)))
    first = re.findall(r'value="([0-9a-f-]{36})"', read(own, LINE))
    second = re.findall(r'name="left_out" value="([0-9a-f-]{36})"', read(own, f"{LINE}&page=2"))
    assert len(second) == 1
    say(own, LINE, sentence="", left_out=first[-1:])
    say(own, f"{LINE}&page=2", sentence="", left_out=second)
    [draft] = drafts(ada)
    assert {str(one) for one in draft.line(LAUNCH).left_out} == {first[-1], second[0]}


def test_what_is_cited_stands_on_its_line_alone_and_names_nobody(
    own: Client, keep: Keep, evidence: UUID
) -> None:
    keep(Contact(key=UUID(int=7), name="Lena Made-up"))
    gave = keep(Touch(contact=UUID(int=7), gave="Led Lena to our finance team"))
    assert "to our finance team" not in read(own, "/packet/")
    say(own, LINE, sentence="", cited=[gave])
    text = read(own, "/packet/")
    assert "Led [somebody] to our finance team" in line_of(text)
    assert text.count("Led [somebody]") == 1
    assert f'value="{gave}" checked' in read(own, LINE)
    assert "Led [somebody]" in read(own, "/api/packet")
    say(own, LINE, sentence="")
    assert "Led [somebody]" not in read(own, "/packet/")


def test_what_is_cited_on_one_page_of_many_stays_on_the_others(
    own: Client, ada: Person, keep: Keep, evidence: UUID
) -> None:
    for number in range(CITABLE_ON_A_PAGE + 1):
        keep(LearningEntry(title=f"Course {number}"))
    second = re.findall(r'name="cited" value="([0-9a-f-]{36})"', read(own, f"{LINE}&page=2"))
    assert len(second) == 1
    say(own, f"{LINE}&page=2", sentence="", cited=second)
    first = re.findall(r'name="cited" value="([0-9a-f-]{36})"', read(own, LINE))
    assert first[0] == second[0]
    say(own, LINE, sentence="", cited=first[:2])
    [draft] = drafts(ada)
    assert {str(one) for one in draft.line(LAUNCH).cited} == set(first[:2])


def test_a_citation_chosen_in_another_tab_is_not_lost(
    own: Client, keep: Keep, evidence: UUID
) -> None:
    course = keep(LearningEntry(title="Statistics"))
    seen = hidden(read(own, LINE), "seen")
    say(own, LINE, sentence="", cited=[course])
    page = send(own, LINE, 400, seen=seen, sentence="Mine")
    assert "<p>Cited as well: Statistics</p>" in page
