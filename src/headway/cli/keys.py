"""Answers of one key: from the keyboard in a terminal, a line each where something is piped in."""

import sys

import typer


def read_key() -> str:
    """One key in lower case, " " for a blank; the first of the next line of a pipe; empty at the end."""
    if sys.stdin.isatty():
        try:
            return typer.getchar().strip().casefold() or " "
        except EOFError:
            return ""
    line = sys.stdin.readline()
    return (line.strip().casefold() or " ")[:1] if line else ""
