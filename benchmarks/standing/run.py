"""Measures the estimate: figure, target, pass or fail for each of its targets, named alternatives beside.

Run with `python -m benchmarks.standing.run`; `--quick` takes under two minutes, `--write` puts the
table into docs/estimate.md; exit code 1 says that a target is missed.
"""

import argparse
import importlib
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

from benchmarks.standing.rows import Row

MODULES = ("accuracy", "apart", "references", "adaptive", "calibration", "privacy", "speed")
PAGE = Path(__file__).parents[2] / "docs" / "estimate.md"
BEGIN, END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"


def main() -> int:
    """Prints every figure with its target; returns 1 if one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer seeds, no large organisations")
    parser.add_argument("--write", action="store_true", help="write the table into the docs")
    parser.add_argument("modules", nargs="*", help=f"only these of {', '.join(MODULES)}")
    chosen = parser.parse_args()
    if chosen.write and (chosen.quick or chosen.modules):
        parser.error("--write wants the whole run, without --quick and without modules.")
    rows = []
    for name in chosen.modules or MODULES:
        began = time.process_time()
        measured = importlib.import_module(f"benchmarks.standing.{name}").measure(
            quick=chosen.quick
        )
        rows += measured
        print(f"\n{name} ({time.process_time() - began:.0f} CPU s)")
        for row in measured:
            print(say(row))
    if chosen.write:
        PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    missed = [row.name for row in rows if row.holds is False]
    print(f"\n{len(missed)} of {len(rows)} missed" + (f": {'; '.join(missed)}" if missed else ""))
    return 1 if missed else 0


def say(row: Row) -> str:
    """One line for a terminal."""
    verdict = {True: "pass", False: "FAIL", None: ""}[row.holds]
    return f"  {verdict:4}  {row.name}: {row.figure}  {row.target}  {row.note}".rstrip()


def with_table(page: str, rows: Sequence[Row]) -> str:
    """The page with the table between its marks; raises ValueError if it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has no place for the table: {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{table(rows)}{END}{after}"


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, with the day and the machine."""
    verdict = {True: "yes", False: "**no**", None: ""}
    lines = [
        f"| {r.name} | {r.figure} | {r.target} | {verdict[r.holds]} | {r.note} |" for r in rows
    ]
    machine = f"{cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}"
    head = ["| What | Figure | Target | Met | On what |", "|---|---|---|---|---|"]
    told = f"Measured on {datetime.now(UTC).date():%d %B %Y}, {machine}."
    return "\n".join([told, "", *head, *lines, ""])


if __name__ == "__main__":
    sys.exit(main())
