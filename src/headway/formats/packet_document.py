"""A closed packet read back from the JSON form in which it is kept."""

from collections.abc import Mapping

import msgspec

from headway.core.errors import InvalidInputError
from headway.core.packet import Packet


def read(document: Mapping[str, object]) -> Packet:
    """The packet as it was when it was closed; raises InvalidInputError for another form."""
    try:
        return msgspec.convert(document, Packet)
    except msgspec.ValidationError as error:
        raise InvalidInputError(
            f"This closed packet has another form than Headway's ({error}). Update Headway, or "
            "restore a backup from before it was written."
        ) from None
