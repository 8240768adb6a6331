"""What all tests share: a workspace of their own, and outside files that may be absent."""

import os
import tempfile
from pathlib import Path

import pytest

# Before Django reads its settings: no test may touch the record of the person who runs the tests.
os.environ["HEADWAY_WORKSPACE"] = tempfile.mkdtemp(prefix="headway-tests-")
os.environ.pop("HEADWAY_DATABASE_URL", None)

REPOSITORY = Path(__file__).parent.parent
REQUIRES_ALL = os.environ.get("HEADWAY_REQUIRE_ALL") == "1"


def skip_or_fail(reason: str) -> None:
    """Skips the test, saying why; where everything is required that is a failure."""
    if REQUIRES_ALL:
        pytest.fail(f"HEADWAY_REQUIRE_ALL=1, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def outside_data() -> Path:
    """The folder with real files by others, which is no part of the project."""
    named = os.environ.get("HEADWAY_TEST_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        skip_or_fail(f"there are no outside files in {folder}; set HEADWAY_TEST_DATA")
    return folder
