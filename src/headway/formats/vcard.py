"""Address cards of people one knows: vCard 4.0 (RFC 6350), to take them to any address book."""

from collections.abc import Iterable, Iterator

from headway.core.people import Contact

LINE_OCTETS = 75


def write(contacts: Iterable[Contact]) -> str:
    """A card each, in their order; lines end in CRLF and are folded at 75 octets (section 3.2)."""
    return "".join(f"{_folded(line)}\r\n" for contact in contacts for line in _lines(contact))


def _lines(contact: Contact) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"UID:urn:uuid:{contact.key}"
    yield f"FN:{_escaped(contact.name)}"
    if contact.title:
        yield f"TITLE:{_escaped(contact.title)}"
    if contact.organisation:
        yield f"ORG:{_escaped(contact.organisation)}"
    if contact.email:
        yield f"EMAIL:{_escaped(contact.email)}"
    if contact.link:
        # A value of the type URI is not escaped (section 4.2); a line break would begin a new line.
        yield f"URL:{''.join(contact.link.split())}"
    if contact.note:
        yield f"NOTE:{_escaped(contact.note)}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    """`text` as section 3.4 wants it, without any line break of its own."""
    for sign in "\\,;":
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """`line` in pieces of 75 octets at most that break no character, each but the first after a space."""
    pieces, piece, octets = [], "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > LINE_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += sign
        octets += size
    return "\r\n".join((*pieces, piece))
