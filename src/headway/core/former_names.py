"""Names of what only a former ladder has: they stay as they were told, marked with that ladder's name."""

# Stands between the ladder's name and the thing's; no name of either has it.
MARK = "@"


def mark_former(ladder: str, name: str) -> str:
    """The name of something that only the former `ladder` has; no ladder has a thing of that name."""
    return f"{ladder}{MARK}{name}"


def split_former(name: str) -> tuple[str, str]:
    """The former ladder and the name there; "" and `name` for what is of the ladder in use."""
    ladder, mark, rest = name.partition(MARK)
    return (ladder, rest) if mark else ("", name)


def is_former(name: str) -> bool:
    """Whether this is a name that only a former ladder has."""
    return MARK in name
