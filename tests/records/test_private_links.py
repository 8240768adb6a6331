"""Where others reach private links, as every process of a workspace knows it."""

from contextlib import closing

import pytest

from headway.records import private_links
from headway.records.failures import WorkspaceError
from headway.records.places import Workspace

ADDRESS = "http://ada.example:8766"


def test_a_link_is_reached_while_its_address_is_held(workspace: Workspace) -> None:
    assert private_links.find_link(workspace, "k7f3m2q9x4") == ""
    with closing(private_links.hold_address(workspace, ADDRESS)):
        found = private_links.find_link(workspace, "k7f3m2q9x4")
        assert found.startswith(f"{ADDRESS}/answer/k7f3m2q9x4/")
        assert private_links.opens("k7f3m2q9x4", found.split("/")[-1])
        assert private_links.find_address(workspace) == ADDRESS
    assert private_links.find_address(workspace) == ""


def test_letters_open_one_request_alone(workspace: Workspace) -> None:
    letters = private_links.path_of("k7f3m2q9x4").split("/")[-1]
    assert not private_links.opens("k7f3m2q9x5", letters)
    assert not private_links.opens("k7f3m2q9x4", letters[:-1])
    assert not private_links.opens("k7f3m2q9x4", "\ud800é")


def test_two_processes_do_not_answer_for_one_workspace(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(private_links, "WAIT_FOR_LOCK_SECONDS", 0)
    with closing(private_links.hold_address(workspace, ADDRESS)):
        with pytest.raises(WorkspaceError, match="in use by another program"):
            private_links.hold_address(workspace, "http://other.example")
        assert private_links.find_address(workspace) == ADDRESS


def test_what_is_told_of_others_is_the_owners_alone(workspace: Workspace) -> None:
    with closing(private_links.hold_address(workspace, ADDRESS)):
        for path in (workspace.others_address, workspace.others_lock):
            assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"\xff"])
def test_an_address_that_can_not_be_read_is_none(workspace: Workspace, content: bytes) -> None:
    with closing(private_links.hold_address(workspace, ADDRESS)):
        workspace.others_address.write_bytes(content)
        assert private_links.find_address(workspace) == ""


def test_an_address_without_a_lock_is_none(workspace: Workspace) -> None:
    workspace.others_address.write_text(ADDRESS)
    assert private_links.find_address(workspace) == ""
