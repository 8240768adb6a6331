"""What a person names by the first characters of its id, as lists show them."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from headway.core.errors import UnknownNameError

Found = TypeVar("Found")
FEWEST_CHARACTERS = 4


def find_by_id(things: Mapping[UUID, Found], start: str, what: str, where: str) -> Found:
    """The only one of `things` whose id begins with `start`; raises UnknownNameError.

    The error names `what` they are and the command that shows them, `where`.
    """
    begin = start.casefold().replace("-", "")
    found = [thing for id_, thing in things.items() if id_.hex.startswith(begin)]
    if len(found) != 1 or len(begin) < FEWEST_CHARACTERS:
        raise UnknownNameError(
            f"{len(found)} {what} have an id that begins with '{start}'; "
            f"give at least {FEWEST_CHARACTERS} characters as `{where}` shows them."
        )
    return found[0]
