"""CPU-seconds and memory of calibrating organisations of all sizes, each in a process of its own."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.standing.rows import Row
from benchmarks.standing.simulate import TYPICAL, simulate

from headway.algorithms.rating_model import Calibration, Observation, calibrate, score

# People, the most CPU-seconds, the most gigabytes.
SIZES = ((50, 6.0, 1.0), (1_000, 6.0, 1.0), (10_000, 40.0, 1.0), (100_000, 240.0, 1.0))
FORMS, COMPETENCIES = 44, 16
SECONDS_FOR_ONE_PERSON = 0.05
ROOT = Path(__file__).parents[2]


def measure(quick: bool) -> list[Row]:  # noqa: FBT001 - the same for all modules
    """The rows about time and memory."""
    sizes = SIZES[:2] if quick else SIZES
    rows = [_row(people, seconds, gigabytes) for people, seconds, gigabytes in sizes]
    return [*rows, _row_of_one_person()]


def _row(people: int, most_seconds: float, most_gigabytes: float) -> Row:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.standing.speed", str(people)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout)
    return Row(
        name=f"Calibrating {people:,} people",
        figure=f"{told['seconds']:.1f} CPU s, {told['gigabytes']:.2f} GB",
        target=f"≤ {most_seconds:.0f} s, {most_gigabytes:.0f} GB",
        holds=told["seconds"] <= most_seconds and told["gigabytes"] <= most_gigabytes,
        note=f"{told['marks']:,} marks; memory of the whole process",
    )


def _row_of_one_person() -> Row:
    seconds = median(_seconds_for_one(f"rater of run {run}") for run in range(5))
    return Row(
        name=f"Scoring one person with {FORMS} forms on {COMPETENCIES} competencies",
        figure=f"{1000 * seconds:.0f} CPU ms",
        target=f"≤ {1000 * SECONDS_FOR_ONE_PERSON:.0f} ms",
        holds=seconds <= SECONDS_FOR_ONE_PERSON,
    )


def _seconds_for_one(name: str) -> float:
    # Under other names in each run: what is asked again is remembered.
    observations = [
        Observation(
            competency=place, mark=(form * place) % 5, rater=f"{name} {form}", source="peer"
        )
        for form in range(FORMS)
        for place in range(COMPETENCIES)
    ]
    began = time.process_time()
    score(observations, [0.0] * COMPETENCIES, Calibration())
    return time.process_time() - began


def main(people: int) -> None:
    """Calibrates one organisation and prints what it took."""
    ratings, _ = simulate(people, TYPICAL, seed=1)
    began = time.process_time()
    fitted = calibrate(ratings, Calibration(), self_beside_others=False)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {
        "seconds": seconds,
        "gigabytes": peak / 1024**2,
        "marks": len(ratings.mark),
        "rounds": fitted.rounds,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
