"""Starts a PostgreSQL cluster that belongs to the tests alone."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

DEBIAN_BINARIES = Path("/usr/lib/postgresql")


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version's; None where PostgreSQL is missing."""
    versions = sorted(DEBIAN_BINARIES.glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def private_cluster(binaries: Path) -> Iterator[str]:
    """The address of an empty database, reachable only through a socket in a private folder."""
    folder = Path(tempfile.mkdtemp(prefix="headway-pg-"))
    as_user = _become_ordinary(folder)
    data = str(folder / "data")

    def run(program: str, *arguments: str) -> None:
        command = [*as_user, str(binaries / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=120)

    try:
        run("initdb", "-D", data, "-U", "headway", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=20"
        run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://headway@/postgres?host={quote(str(folder), safe='')}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _become_ordinary(folder: Path) -> list[str]:
    """The words before a command that run it as someone else: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in known else "nobody"
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--"]
