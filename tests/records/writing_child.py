"""Run by test_kill.py: records facts three at a time and says so after each, until it is killed."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from headway.records.workspace import open_workspace

open_workspace(Path(sys.argv[1]))

from headway.core.dossier import DraftFact  # noqa: E402 -- models need the workspace first
from headway.core.evidence import EvidenceItem  # noqa: E402
from headway.records import bridge  # noqa: E402

run = sys.argv[2]
now = datetime.now(UTC)
ana = bridge.ensure_owner("Ana", created_at=now)
print("open", flush=True)
number = 0
while True:
    texts = [f"run {run} entry {number} part {part}" for part in "abc"]
    drafts = [DraftFact(body=EvidenceItem(text=t), happened_on=date(2026, 1, 1)) for t in texts]
    bridge.record_facts(ana, drafts, recorded_at=now)
    print(number, flush=True)
    number += 1
