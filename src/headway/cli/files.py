"""Files that commands read and write for the person."""

from pathlib import Path

from headway.core.errors import InvalidInputError

LARGEST_BYTES = 250_000_000


def read_whole(path: Path) -> bytes:
    """The file's bytes; raises InvalidInputError with what stands in the way."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InvalidInputError(f"{path} is larger than {LARGEST_BYTES // 10**6} MB.")
        return path.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"{path} can't be read: {error.strerror}.") from None


def check_new(path: Path) -> None:
    """Raises InvalidInputError where `write_new` plainly can't write: nothing is kept first then."""
    if path.exists():
        raise InvalidInputError(f"{path} exists already; name another file.")
    if not path.parent.is_dir():
        raise InvalidInputError(f"{path} can't be written: there is no folder {path.parent}.")


def write_new(path: Path, content: str | bytes) -> None:
    """Writes a file that must not exist yet, so that nothing is overwritten by accident."""
    try:
        with path.open("xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
    except FileExistsError:
        raise InvalidInputError(f"{path} exists already; name another file.") from None
    except OSError as error:
        raise InvalidInputError(f"{path} can't be written: {error.strerror}.") from None
