"""A ladder is taken along from its page: what the form can't hold is told, the file is read back."""

import io
import zipfile
from dataclasses import replace

import pytest
from django.test import Client

from headway.formats import built_in, ladder_file
from headway.formats.ladders.bundle import Bundle, read_bundle
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.writers.forms import FORMS, Form
from headway.records import ladders
from headway.records.models import Person
from web_client import MOMENT, read

SHIPPED = built_in.ladder()
PAGE = f"/ladder/versions/{SHIPPED.slug}/{SHIPPED.version}/"


def test_the_page_of_a_ladder_leads_to_its_file(own: Client) -> None:
    assert f'href="{PAGE}write/"' in read(own, PAGE)
    text = read(own, f"{PAGE}write/")
    assert "This form holds all of the ladder." in text
    assert all(form.title in text.replace("&#x27;", "'") for form in FORMS)


def test_what_a_form_cannot_hold_is_told_before_it_is_chosen(sample: Client) -> None:
    text = read(sample, f"{PAGE}write/?form=esco-csv")
    assert "Behaviours: what each level looks like." in text
    assert "one zip with occupations.csv, skills.csv, occupationSkillRelations.csv" in text
    assert f'href="{PAGE}write/esco-csv/"' in text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_file_is_sent_and_read_back(own: Client, form: Form) -> None:
    answer = own.get(f"{PAGE}write/{form.name}/")
    name = answer.headers["Content-Disposition"].partition('filename="')[2].rstrip('"')
    files = (NamedFile(name=name, content=answer.content),)
    found = read_bundle(Bundle(files=files)).ladder
    assert [c.name for c in found.competencies] == [c.name for c in SHIPPED.competencies]
    assert name == f"headway-product{form.ending or f'-{form.name}.zip'}"


def test_the_order_in_an_archive_orders_the_roles(own: Client) -> None:
    content = own.get(f"{PAGE}write/uk-csv/").content
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names == ["skills.csv", "roles.csv", "role_level_order.txt"]
    found = read_bundle(Bundle(files=(NamedFile(name="a.zip", content=content),))).ladder
    assert [role.title for role in found.roles] == [role.title for role in SHIPPED.roles]


def test_a_form_that_there_is_not_is_told_with_those_there_are(own: Client) -> None:
    text = read(own, f"{PAGE}write/?form=docx").replace("&#x27;", "'")
    assert "There is no form 'docx'; choose one of these." in text
    assert "it can as toml, case" in read(own, f"{PAGE}write/docx/", 404)
    assert own.get("/ladder/versions/their/1/write/").status_code == 404


def test_a_form_that_holds_nothing_of_a_ladder_says_so_beside_it(own: Client, ada: Person) -> None:
    example = ladder_file.read(built_in.content_of("ladder_example.toml"))
    bare = replace(
        example,
        slug="bare",
        competencies=tuple(replace(c, behaviours=()) for c in example.competencies),
    )
    ladders.publish_ladder(bare, shipped=SHIPPED, recorded_at=MOMENT)
    text = read(own, "/ladder/versions/bare/1.0.0/write/?form=ft-yaml")
    assert "write it in another form" in text
    assert "Download</a>" not in text
    assert "in another form" in read(own, "/ladder/versions/bare/1.0.0/write/ft-yaml/", 400)
