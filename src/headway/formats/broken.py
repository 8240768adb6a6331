"""Where a broken file goes wrong, for people who know its content and not its notation."""

import csv
from json import JSONDecodeError
from xml.parsers.expat import ExpatError
from xml.parsers.expat.errors import XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, codes

BREAKS_OFF = "it breaks off before its end"
ENDS_EARLY = (codes[XML_ERROR_NO_ELEMENTS], codes[XML_ERROR_UNCLOSED_TOKEN])


def say_what_broke(error: Exception) -> str:
    """What `error`, from a reader of JSON, XML, TOML or CSV, says of the file, to end a sentence with."""
    if isinstance(error, JSONDecodeError):
        if error.pos >= len(error.doc.rstrip()):
            return BREAKS_OFF
        return _place(error.lineno, error.colno)
    if isinstance(error, ExpatError):
        if error.code in ENDS_EARLY:
            return BREAKS_OFF
        return _place(error.lineno, error.offset + 1)
    if isinstance(error, csv.Error):
        if "limit" in str(error):
            return "one of its cells is very long, so a quotation mark may be missing"
        return "a quotation mark is missing, or one stands where none may"
    if "integer string conversion" in str(error):
        return "it has a number of thousands of digits"
    return str(error)


def _place(line: int, column: int) -> str:
    return f"it goes wrong in line {line:,}, at sign {column:,}"
