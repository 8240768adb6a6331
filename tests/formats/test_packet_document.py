"""A closed packet is read back as it was kept."""

import json

import msgspec
import pytest

from examples import cited, packet, packet_line
from headway.core.errors import InvalidInputError
from headway.formats import packet_document


def test_a_packet_is_read_back_whole():
    made = packet(packet_line("Explain", cited("Told", level=2, corroborated_by=("M.",))))
    assert packet_document.read(json.loads(msgspec.json.encode(made))) == made


def test_a_document_of_another_form_is_refused_with_what_is_wrong():
    with pytest.raises(InvalidInputError, match=r"missing required field `as_of`.*Update Headway"):
        packet_document.read({"name": "Ada"})
