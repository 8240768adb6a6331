"""Profile: what one says of oneself, and the history one brings."""

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.core.profile import About, Aim, Position
from headway.records import access, bridge
from headway.records.models import Fact, Person
from web_client import TODAY, Keep, field, hidden, read, send

NEXT_YEAR = date(TODAY.year + 1, 6, 30)
AIM = {
    "target_role": "senior-product-manager",
    "by": str(NEXT_YEAR),
    "hours_per_week": "2.5",
    "budget_per_year": "1,500.50",
    "currency": "eur",
    "current_role": "none",
}
RESUME = {
    "basics": {"name": "Robin Example", "label": "Product person"},
    "work": [
        {
            "name": "Kettle & Co",
            "position": "Product Owner",
            "startDate": "2020-02",
            "highlights": ["Interviewed twelve shop owners about their deliveries"],
        },
        {"name": "Lamp Ltd", "position": "Product Manager", "startDate": "2017", "endDate": "2020"},
    ],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEADWAY_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "for these tests")
    return tmp_path / "waiting"


def bring(client: Client, content: bytes, status: int = 302) -> str:
    file = SimpleUploadedFile("history", content)
    return send(client, "/profile/import/", status, file=file)


def known(kind: type) -> list[object]:
    """What is known now, where it may be tomorrow already."""
    person = access.workspace_owner()
    as_of = TODAY + timedelta(days=1)
    return [b for _, b in bridge.load_dossier(person).known_by(as_of).each(kind)] if person else []


def test_an_aim_is_kept_as_it_was_told(own: Client) -> None:
    send(own, "/profile/", key=uuid4(), **AIM)
    assert known(Aim) == [
        Aim(
            target_role="senior-product-manager",
            by=NEXT_YEAR,
            hours_per_week=2.5,
            budget_per_year_minor=150050,
            currency="EUR",
            current_role="none",
        )
    ]


def test_the_form_shows_what_was_kept_and_keeps_it_again_as_nothing_new(own: Client) -> None:
    send(own, "/profile/", key=uuid4(), **AIM)
    text = read(own, "/profile/")
    for value in ("2.5", "1500.50", "EUR", str(NEXT_YEAR)):
        assert f'value="{value}"' in text
    send(own, "/profile/", key=uuid4(), **AIM)
    assert Fact.objects.count() == 1


def test_no_target_no_date_and_no_role_are_fine(own: Client) -> None:
    nothing = AIM | {"target_role": "", "by": "", "current_role": ""}
    send(own, "/profile/", key=uuid4(), **nothing)
    assert "Role you want" in read(own, "/profile/")


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("by", "soon", "'soon' is no day"),
        ("by", str(TODAY - timedelta(days=2)), "is over"),
        ("hours_per_week", "169", "A week has 168 hours"),
        ("hours_per_week", "nan", "Write hours as a number"),
        ("hours_per_week", "", "Say how many hours"),
        ("budget_per_year", "lots", "is not an amount"),
        ("currency", "euros", "is not a currency code"),
        ("target_role", "guru", "valid choice"),
    ],
)
def test_a_wrong_aim_is_told_beside_its_field_and_stays(
    own: Client, name: str, typed: str, sentence: str
) -> None:
    page = send(own, "/profile/", 400, key=uuid4(), **AIM | {name: typed})
    assert sentence in field(page, name)
    assert name == "target_role" or not typed or f'value="{typed}"' in field(page, name)
    assert not Fact.objects.exists()


def test_name_and_time_zone_are_kept(own: Client) -> None:
    send(own, "/profile/", name=" Zoë  Example ", time_zone="Asia/Tokyo")
    person = Person.objects.get()
    assert (person.name, person.time_zone) == ("Zoë Example", "Asia/Tokyo")
    assert known(About) == [About(name="Zoë Example")]


def test_another_name_keeps_what_else_is_known(own: Client, keep: Keep) -> None:
    keep(About(name="Ada", headline="Product person", location="Leeds"))
    send(own, "/profile/", name="Ada L", time_zone="UTC")
    assert known(About)[-1] == About(name="Ada L", headline="Product person", location="Leeds")


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [("name", " ", "at least one letter"), ("time_zone", "Mars", "is not a time zone")],
)
def test_a_wrong_name_or_zone_is_told_and_changes_nothing(
    own: Client, name: str, typed: str, sentence: str
) -> None:
    told = {"name": "Ada", "time_zone": "UTC"} | {name: typed}
    assert sentence in field(send(own, "/profile/", 400, **told), name)
    assert not Person.objects.exists()


def test_the_role_of_a_position_is_corrected(own: Client, keep: Keep) -> None:
    fact = keep(Position(title="PO", role_certainty="ask", is_current=True))
    for _ in range(2):
        send(own, f"/profile/position/{fact}", role="product-manager")
    [position] = known(Position)
    assert isinstance(position, Position)
    assert (position.role, position.role_certainty) == ("product-manager", "confirmed")
    assert Fact.objects.count() == 2


def test_a_file_is_shown_before_anything_of_it_is_kept(own: Client) -> None:
    text = read(own, bring(own, json.dumps(RESUME).encode()))
    for told in (
        "Robin Example",
        "Product Owner, Kettle & Co",
        "Interviewed twelve",
        "Leave it open",
    ):
        assert told in text
    assert not Fact.objects.exists()


def test_a_file_is_kept_whole_with_what_was_answered(own: Client, folder: Path) -> None:
    where = bring(own, json.dumps(RESUME).encode())
    question = read(own, where).split('<select name="')[1].split('"')[0]
    send(own, where, **{question: "product-manager"})
    roles = {p.title: p.role_certainty for p in known(Position) if isinstance(p, Position)}
    assert roles == {"Product Owner": "confirmed", "Product Manager": "proposed"}
    assert Person.objects.get().name == "Robin Example"
    assert list(folder.iterdir()) == []


def test_the_same_file_twice_changes_nothing(own: Client) -> None:
    for _ in range(2):
        send(own, bring(own, json.dumps(RESUME).encode()))
    assert Fact.objects.count() == 4


def test_a_file_is_thrown_away(own: Client, folder: Path) -> None:
    where = bring(own, json.dumps(RESUME).encode())
    send(own, where, throw_away="1")
    assert not Fact.objects.exists()
    assert list(folder.iterdir()) == []
    assert "waits no more" in read(own, where, 404)


def linkedin() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Profile.csv", "First Name,Last Name\nRobin,Example\n")
        archive.writestr("Positions.csv", "Company Name,Title\nKettle,Product Manager\n")
    return packed.getvalue()


def test_the_zip_of_linkedin_is_read_too(own: Client) -> None:
    assert "Product Manager, Kettle" in read(own, bring(own, linkedin()))


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"{", b"[]", linkedin()[:-9], b"\xff\xfe\x00"]
)
def test_what_is_no_history_is_told_beside_the_field_and_waits_nowhere(
    own: Client, folder: Path, content: bytes
) -> None:
    page = bring(own, content, 400)
    assert 'id="id_file_error"' in page
    assert not folder.exists()


def test_a_file_that_tells_nothing_is_not_offered_to_be_kept(own: Client, folder: Path) -> None:
    page = bring(own, b'{"work": []}', 400)
    assert "This file tells nothing of a person or of their work." in page
    assert not folder.exists()


def test_what_could_not_be_read_is_told_before_anything_is_kept(own: Client) -> None:
    work = [{"position": "Product Manager", "endDate": None, "startDate": "Summer 2014"}]
    page = read(own, bring(own, json.dumps({"work": work}).encode()))
    assert "'Summer 2014' is not a date" in page
    assert "Product Manager, guessed from the title" in page


def test_no_file_at_all_is_told(own: Client) -> None:
    assert "Choose a file first." in send(own, "/profile/import/", 400)


def test_what_a_file_says_is_text_and_no_markup(own: Client) -> None:
    told = json.dumps(RESUME).replace("Robin Example", "<script>alert(1)</script>")
    where = bring(own, told.encode())
    assert "<script>" not in own.get(where).content.decode()


def test_the_sample_takes_no_file(sample: Client, folder: Path) -> None:
    assert "This is the sample person" in bring(sample, json.dumps(RESUME).encode(), 400)
    assert not folder.exists()


def test_the_sample_s_page_has_no_form(sample: Client) -> None:
    assert "<form" not in read(sample, "/profile/")


def test_the_api_tells_the_profile_in_the_form_that_every_door_shares(
    own: Client, keep: Keep
) -> None:
    keep(About(name="Ada"))
    keep(Aim(target_role="product-manager"))
    told = json.loads(own.get("/api/profile").content)
    assert list(told) == ["about", "aim", "positions"]
    assert (told["about"]["name"], told["aim"]["target_role"]) == ("Ada", "product-manager")


def test_forms_carry_a_proof_and_a_key(own: Client) -> None:
    text = read(own, "/profile/")
    assert hidden(text, "csrfmiddlewaretoken")
    assert hidden(text, "key") != hidden(read(own, "/profile/"), "key")
