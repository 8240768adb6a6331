"""A process that is killed in the middle of writing loses nothing that it had confirmed."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from headway.core.dossier import DraftFact
from headway.core.evidence import EvidenceItem
from headway.records import access, backup, bridge
from headway.records.places import Workspace
from headway.records.workspace import open_workspace
from sample_facts import FEBRUARY, MONDAY

CHILD = Path(__file__).parent / "writing_child.py"
DYING = Path(__file__).parent / "dying_child.py"
RESTORING = """
import itertools, shutil, sys
from pathlib import Path
from headway.records import backup, places
workspace = places.find_workspace(Path(sys.argv[1]))
for source in itertools.cycle(sys.argv[2:]):
    print(source, flush=True)
    backup.restore(workspace, Path(source))
    shutil.rmtree(workspace.backups)
"""
RUNS = 6


def write_until_killed(folder: Path, run: int) -> list[str]:
    """The lines that a child confirmed before it was killed, in each run a little later."""
    command = [sys.executable, str(CHILD), str(folder), str(run)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        first = [child.stdout.readline().strip() for _ in range(run + 1)]
        time.sleep(run * 0.007)
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().splitlines()
    assert child.returncode == -signal.SIGKILL
    # A line that was cut off was not confirmed.
    return [*first, *rest]


def entries_kept() -> Counter[str]:
    dossier = bridge.load_dossier(access.workspace_owner())
    return Counter(body.text.rsplit(" part ")[0] for _, body in dossier.each(EvidenceItem))


def test_every_confirmed_fact_is_there_and_none_is_half_there(workspace: Workspace) -> None:
    confirmed = []
    for run in range(RUNS):
        numbers = write_until_killed(workspace.folder, run)[1:]
        confirmed += [f"run {run} entry {number}" for number in numbers]
        open_workspace(workspace.folder)
        kept = entries_kept()
        assert backup.find_damage(workspace.database) == ""
        assert set(kept.values()) <= {3}
        assert kept.keys() >= set(confirmed)
        # At most one entry a run was kept without having been confirmed.
        assert len(kept) <= len(confirmed) + run + 1
    assert confirmed


def test_a_restore_that_was_killed_leaves_one_content_or_the_other(
    workspace: Workspace, tmp_path: Path
) -> None:
    ana = bridge.ensure_owner("Ana", created_at=MONDAY)
    few = backup.back_up(workspace, tmp_path / "few.sqlite3")
    drafts = [
        DraftFact(body=EvidenceItem(text=f"{n} " * 99), happened_on=FEBRUARY) for n in range(999)
    ]
    bridge.record_facts(ana, drafts, recorded_at=MONDAY)
    many = backup.back_up(workspace, tmp_path / "many.sqlite3")
    for run in range(RUNS):
        command = [sys.executable, "-c", RESTORING, str(workspace.folder), str(few), str(many)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            child.stdout.readline()
            time.sleep(run * 0.02)
            child.kill()
        open_workspace(workspace.folder)
        assert backup.find_damage(workspace.database) == ""
        assert len(bridge.load_dossier(ana).facts) in (0, 999)


def test_a_workspace_whose_creation_was_killed_opens(workspace: Workspace, tmp_path: Path) -> None:
    """Killed before its first statement, its second, and so on until it came to the end."""
    done = subprocess.run([sys.executable, str(DYING), str(tmp_path)], check=True, stdout=-1)
    deaths = int(done.stdout)
    assert deaths > 10
    for number in range(deaths + 1):
        folder = tmp_path / str(number)
        open_workspace(folder)
        assert backup.find_damage(folder / "headway.sqlite3") == ""
        assert access.workspace_owner() is None
