"""Address cards as RFC 6350 wants them: escaped, folded, and never a line that a name smuggled in."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from headway.core.people import Contact
from headway.formats import vcard

KEY = UUID(int=7)
text = st.text(max_size=200)


def test_a_card_tells_what_is_known() -> None:
    contact = Contact(
        key=KEY,
        name="Lena; Made-up",
        title="Lead, product",
        organisation="A\\B",
        email="lena@example.com",
        link="https://example.com/lena",
        note="One\nTwo",
    )
    assert vcard.write([contact]).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:urn:uuid:{KEY}",
        "FN:Lena\\; Made-up",
        "TITLE:Lead\\, product",
        "ORG:A\\\\B",
        "EMAIL:lena@example.com",
        "URL:https://example.com/lena",
        "NOTE:One\\nTwo",
        "END:VCARD",
        "",
    ]


def test_what_is_not_known_has_no_line() -> None:
    assert vcard.write([Contact(key=KEY, name="Lena")]).count("\r\n") == 5
    assert vcard.write([]) == ""


def test_a_long_line_is_folded_between_characters() -> None:
    written = vcard.write([Contact(key=KEY, name="é" * 100)])
    lines = written.split("\r\n")
    assert [len(line.encode()) for line in lines[3:6]] == [75, 75, 55]
    assert written.replace("\r\n ", "").split("\r\n")[3] == "FN:" + "é" * 100


@given(name=text, note=text, link=text)
def test_whatever_is_told_it_is_one_card_of_short_lines(name: str, note: str, link: str) -> None:
    written = vcard.write([Contact(key=KEY, name=name, note=note, link=link)])
    lines = written.split("\r\n")
    assert all(len(line.encode("utf-8", "surrogatepass")) <= 75 for line in lines)
    unfolded = written.replace("\r\n ", "").split("\r\n")
    assert [line.split(":")[0] for line in unfolded if line.startswith(("BEGIN", "END"))] == [
        "BEGIN",
        "END",
    ]
    names = {line.split(":")[0] for line in unfolded if line}
    assert names <= {"BEGIN", "VERSION", "UID", "FN", "URL", "NOTE", "END"}


@given(text)
def test_a_name_is_read_back_as_it_was(name: str) -> None:
    written = vcard.write([Contact(key=KEY, name=name)]).replace("\r\n ", "")
    line = next(row for row in written.split("\r\n") if row.startswith("FN:"))
    read = ""
    signs = iter(line.removeprefix("FN:"))
    for sign in signs:
        read += {"n": "\n"}.get(follow := next(signs), follow) if sign == "\\" else sign
    assert read == "\n".join(name.splitlines())
