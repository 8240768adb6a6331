"""Another house's ladder brought on the page: read, shown, asked about, and kept only after a yes."""

import io
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.core.ladder import Ladder
from headway.formats import built_in, ladder_file, onedtech_case
from headway.records import ladders
from headway.records.models import LadderVersion, Person
from headway.web.forms import ladder_import as ladder_import_forms
from web_client import MOMENT, field, read, send

VERSIONS = "/ladder/versions/"
EXAMPLE = ladder_file.read(built_in.content_of("ladder_example.toml"))
ROLES = b"""Role family,Role,Role level,Skill,Skill level,Skill description,Skill level description
Makers,Maker,Lead maker,Pricing,working,How prices come about,You can change prices
Makers,Maker,Maker,Pricing,awareness,How prices come about,You can record prices
"""
TABLE = b"""Competency,Beginner maker,Maker,Chief maker
Pricing,Records what rivals ask,Changes one price,Settles all prices
Packaging,Lists the packages,,Drops a package
"""


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def bring(client: Client, *files: SimpleUploadedFile, **told: object) -> str:
    """The address of the page that shows what was read."""
    return send(client, VERSIONS, brought=list(files), **told)


def only_kept() -> Ladder:
    [kept] = ladders.list_ladders()
    return ladders.read_kept(kept)


def offered(client: Client, address: str) -> dict[str, str]:
    """The form of the page as it is offered."""
    form = client.get(address).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def test_a_table_is_shown_before_anything_is_kept(own: Client, ada: Person) -> None:
    address = bring(own, sent("our-makers.csv", TABLE))
    text = read(own, address)
    assert "Nothing is kept yet" in text
    assert "2 competencies" in text
    assert "An empty cell is not defined" in text
    assert "Guessed, since the files do not say" in text
    assert not LadderVersion.objects.exists()
    there = send(own, address, **offered(own, address))
    assert there == "/ladder/versions/our-makers/1.0.0/?kept=1#page"
    assert "Nothing changes until you take it up" in read(own, there)
    assert [c.name for c in only_kept().competencies] == ["Pricing", "Packaging"]
    assert "waits no more" in read(own, address, 404)


def test_what_was_thrown_away_is_gone_and_nothing_was_kept(own: Client, ada: Person) -> None:
    address = bring(own, sent("our-makers.csv", TABLE))
    assert send(own, address, throw_away="1") == f"{VERSIONS}#bring"
    assert not LadderVersion.objects.exists()
    assert "waits no more" in read(own, address, 404)


def test_it_is_kept_under_the_name_that_the_person_gives(own: Client, ada: Person) -> None:
    address = bring(own, sent("x.csv", TABLE))
    told = offered(own, address) | {"title": "  Our  makers' levels ", "version": "2027"}
    assert send(own, address, **told).startswith("/ladder/versions/our-makers-levels/2027/")
    assert only_kept().title == "Our makers' levels"


def test_a_form_without_a_name_keeps_what_was_typed(own: Client, ada: Person) -> None:
    address = bring(own, sent("x.csv", TABLE))
    told = {"title": "", "version": "v@7", "levels": "Maker\nBeginner maker\nGuru"}
    text = send(own, address, 400, **told)
    assert "Give the ladder a name." in field(text, "title")
    assert "Chief maker is missing" in field(text, "levels")
    assert "Maker\nBeginner maker\nGuru" in text
    told = offered(own, address) | {"version": "v@7"}
    assert "leave out the sign @" in field(send(own, address, 400, **told), "version")
    told["levels"] = "Maker\nMaker\nBeginner maker\nChief maker\nGuru"
    assert "Maker, Guru is new or stands twice" in send(own, address, 400, **told)
    assert not LadderVersion.objects.exists()


def test_the_order_of_levels_is_asked_and_followed(own: Client, ada: Person) -> None:
    address = bring(own, sent("x.csv", TABLE))
    told = offered(own, address)
    assert told["levels"].split("\n") == ["Beginner maker", "Maker", "Chief maker"]
    send(own, address, **(told | {"levels": "maker\nBeginner maker\n\nChief maker"}))
    names = [level.name for level in only_kept().levels]
    assert names == ["None yet", "Maker", "Beginner maker", "Chief maker"]


def test_the_order_of_roles_is_asked_where_the_files_do_not_tell_it(
    own: Client, ada: Person
) -> None:
    address = bring(own, sent("roles.csv", ROLES))
    told = offered(own, address)
    assert told["family_0"].split("\n") == ["Maker", "Lead maker"]
    send(own, address, **(told | {"family_0": "Lead maker\nMaker"}))
    assert [role.title for role in only_kept().roles] == ["Lead maker", "Maker"]


def test_files_that_belong_together_are_brought_as_several_or_as_one_zip(
    own: Client, ada: Person
) -> None:
    skills = b"Skill,Skill description,Roles that require skill\nPricing,How,Maker\n"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("uk/roles.csv", ROLES)
        archive.writestr("uk/skills.csv", skills)
    together = bring(own, sent("roles.csv", ROLES), sent("skills.csv", skills))
    zipped = bring(own, sent("uk.zip", target.getvalue()))
    order = sent("order.txt", b"Makers: Lead maker < Maker")
    ordered = bring(own, sent("uk.zip", target.getvalue()), order=order)
    shown = [read(own, address) for address in (together, zipped, ordered)]
    assert all("UK government capability framework" in text for text in shown)
    assert ["family_0" in text for text in shown] == [True, True, False]


def test_files_that_were_refused_wait_for_what_is_missing(own: Client, ada: Person) -> None:
    occupations = b"conceptUri,preferredLabel,iscoGroup\nu/1,maker,1\n"
    skills = b"conceptUri,preferredLabel,skillType\nu/2,pricing,knowledge\n"
    relations = b"occupationUri,skillUri,relationType\nu/1,u/2,essential\n"
    text = send(own, VERSIONS, 400, brought=[sent("occupations.csv", occupations)], only="maker")
    assert "skills and relations is missing" in field(text, "brought")
    assert "Still here: occupations.csv." in text
    assert 'value="maker"' in text
    waits = text.split('name="waits" value="')[1].split('"')[0]
    more = [sent("skills.csv", skills), sent("relations.csv", relations)]
    address = send(own, VERSIONS, brought=more, waits=waits, only="maker")
    assert address.endswith("?only=maker")
    assert "ESCO occupations and skills" in read(own, address)
    send(own, address, **offered(own, address))
    assert [role.title for role in only_kept().roles] == ["Maker"]


def test_another_part_is_read_without_bringing_the_file_again(own: Client, ada: Person) -> None:
    address = bring(own, sent("roles.csv", ROLES))
    assert "There is no role family" in read(own, f"{address}?only=bakers", 400)
    assert "Lead maker" in read(own, f"{address}?only=maker")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Choose a file first."),
        ([("a.csv", b"")], "This file is empty."),
        ([("a.pdf", b"%PDF-1.7 x")], "is a PDF document"),
        ([("a.zip", b"PK\x03\x04 torn")], "damaged or locked"),
        ([(f"{n}.csv", b"a,b") for n in range(31)], "Choose at most 30 files."),
    ],
)
def test_what_is_no_ladder_is_told_beside_the_field(
    own: Client, ada: Person, files: list[tuple[str, bytes]], said: str
) -> None:
    text = send(own, VERSIONS, 400, brought=[sent(*file) for file in files])
    assert said in field(text, "brought")


def test_the_next_version_of_a_kept_ladder_is_proposed_as_one(own: Client, ada: Person) -> None:
    address = bring(own, sent("makers.csv", TABLE))
    send(own, address, **offered(own, address))
    again = bring(own, sent("2027.csv", TABLE.replace(b"Drops", b"Combines")))
    told = offered(own, again)
    assert (told["becomes"], told["version"], told["title"]) == ("makers", "2.0.0", "Makers")
    text = send(own, again, 400, **(told | {"version": "1.0.0"}))
    assert "Version 1.0.0 is kept already" in field(text, "version")
    assert send(own, again, **told).startswith("/ladder/versions/makers/2.0.0/")
    apart = bring(own, sent("makers.csv", TABLE))
    told = offered(own, apart) | {"becomes": "", "version": "1"}
    assert send(own, apart, **told).startswith("/ladder/versions/makers-2/1/")


def test_a_ladder_of_another_content_is_proposed_as_one_of_its_own(
    own: Client, ada: Person
) -> None:
    address = bring(own, sent("makers.csv", TABLE))
    send(own, address, **offered(own, address))
    other = bring(own, sent("bakers.csv", TABLE.replace(b"P", b"B")))
    assert offered(own, other)["becomes"] == ""
    told = offered(own, other) | {"becomes": "makers", "version": "odd"}
    assert send(own, other, **told).startswith("/ladder/versions/makers/odd/")
    assert ladders.read_kept(ladders.find_ladder("makers", "odd")).title == "Makers"
    third = bring(own, sent("bakers.csv", TABLE.replace(b"P", b"B")))
    assert offered(own, third)["version"] == "odd-2"


def test_no_ladder_takes_the_name_of_the_one_that_headway_comes_with(
    own: Client, ada: Person
) -> None:
    address = bring(own, sent("x.csv", TABLE))
    slug = built_in.ladder().slug
    told = offered(own, address) | {"title": slug}
    assert send(own, address, **told).startswith(f"/ladder/versions/{slug}-2/")


def test_a_package_that_tells_its_order_keeps_it(own: Client, ada: Person) -> None:
    package = onedtech_case.write(replace(EXAMPLE, title="Makers abroad"), changed_at=MOMENT)
    address = bring(own, sent("case.json", package))
    told = offered(own, address)
    lines = told["levels"].split("\n")
    text = send(own, address, 400, **(told | {"levels": "\n".join(lines[::-1])}))
    assert "tell this order themselves" in field(text, "levels")
    send(own, address, **told)
    assert only_kept().title == "Makers abroad"


def test_files_that_are_too_large_together_are_refused(
    own: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ladder_import_forms, "LARGEST_FILE_BYTES", len(TABLE))
    text = send(own, VERSIONS, 400, brought=[sent("a.csv", TABLE), sent("b.csv", TABLE)])
    assert "larger than a ladder may be" in field(text, "brought")


def test_the_sample_brings_nothing(sample: Client) -> None:
    text = send(sample, VERSIONS, 400, brought=[sent("x.csv", TABLE)])
    assert "nothing is kept" in text
    assert "nothing is kept" in read(sample, f"{VERSIONS}waiting/{'0' * 64}/", 400)
