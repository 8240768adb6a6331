"""CPU-seconds of whole commands on a small and a ten-year workspace, beside their targets.

    .venv/bin/python benchmarks/commands/run.py

Each command runs five times as its own process; the figure is the median of user + system time.
`python -c "import django, numpy"` is timed in the same run: the least that most commands need, so
that figures from different machines can be compared as ratios.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 5
TARGETS = {"--help": 0.3, "log": 0.7, "standing": 1.5, "plan": 3.0}
HEADWAY = [sys.executable, "-m", "headway.cli"]


def cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    """User and system time of one run of `command`, in seconds; raises if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median(command: list[str], environment: dict[str, str]) -> float:
    """The median of several runs, after one that fills caches."""
    # The same act is kept once a day only, so each run tells of another.
    runs = ([word.format(number=n) for word in command] for n in range(RUNS + 1))
    first, *figures = (cpu_seconds(run, environment) for run in runs)
    del first
    return statistics.median(figures)


def prepare(environment: dict[str, str]) -> None:
    """A workspace with an aim, one rating and a few pieces of evidence."""
    for words in (
        ["profile", "--target", "senior-product-manager", "--budget-per-year", "1500"],
        ["profile", "--current-role", "product-manager"],
        [
            "rate",
            "communication=3",
            "data-analysis=2",
            "--source",
            "manager",
            "--by",
            "M. (made up)",
        ],
        [
            "log",
            "Cut the release in two and told sales a week before",
            "--shows",
            "communication=2",
        ],
    ):
        cpu_seconds([*HEADWAY, *words], environment)


def commands() -> dict[str, list[str]]:
    """What is timed."""
    return {
        "--help": [*HEADWAY, "--help"],
        "log": [*HEADWAY, "log", "Interviewed {number} customers about invoices"],
        "standing": [*HEADWAY, "standing"],
        "plan": [*HEADWAY, "plan"],
    }


def main() -> None:
    """Prints a line for each command: figure, target, pass or fail, ratio to the bare imports."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HEADWAY_WORKSPACE": str(Path(folder) / "workspace")}
        # Compiled bytecode is what every installed program runs from.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        prepare(environment)
        imports = median([sys.executable, "-c", "import django, numpy"], environment)
        sys.stdout.write(f"{'bare imports':14} {imports:5.2f} s\n")
        failed = False
        for name, command in commands().items():
            figure = median(command, environment)
            verdict = "pass" if figure <= TARGETS[name] else "FAIL"
            failed |= verdict == "FAIL"
            sys.stdout.write(
                f"headway {name:9} {figure:5.2f} s  target {TARGETS[name]:.1f} s  {verdict}  "
                f"{figure / imports:.1f} times the bare imports\n"
            )
    sys.exit(failed)


if __name__ == "__main__":
    main()
