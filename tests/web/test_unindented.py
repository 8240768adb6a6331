"""A page is as heavy as what it says, and says what was typed as it was typed."""

from django.template import Context, Engine
from django.test import Client


def test_what_stands_in_templates_is_not_indented(own: Client) -> None:
    text = own.get("/profile/").content.decode()
    assert "\n<head>\n<meta charset" in text


def test_what_is_put_into_a_page_keeps_its_lines() -> None:
    typed = "One\n    two\n\n\n  three"
    template = Engine.get_default().get_template("parts/wrong.html")
    assert typed in template.render(Context({"field": {"errors": [typed], "id_for_label": "x"}}))
