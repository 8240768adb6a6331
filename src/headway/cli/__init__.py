"""The command line: one command a word; each finds the dossier, asks the core, shows the answer."""

import sys
from io import TextIOWrapper

from headway.core.errors import HeadwayError

FAILED = 1
INTERRUPTED = 130


def main() -> None:
    """Runs one command. Exit codes: 0 done, 1 it can't be done (a sentence says why), 2 wrong usage."""
    from headway.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a letter shows a question mark; it never stops the command.
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="headway")
    except HeadwayError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(FAILED)
    except OSError as error:
        sys.stderr.write(f"The result could not be written: {error.strerror}.\n")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; what was confirmed before is kept.\n")
        sys.exit(INTERRUPTED)
