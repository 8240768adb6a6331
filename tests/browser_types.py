"""What the tests in a browser hand each other."""

from dataclasses import dataclass
from typing import Literal, Protocol

from playwright.sync_api import Page, StorageState

Theme = Literal["light", "dark"]


@dataclass(frozen=True, kw_only=True)
class Served:
    """A served workspace: its origin, and a browser's storage that holds the key to it."""

    origin: str
    storage: StorageState


class OpenPage(Protocol):
    """Opens a page of a served workspace in a window of its own."""

    def __call__(
        self,
        served: Served,
        path: str,
        *,
        width: int = 1280,
        theme: str = "light",
        scripts: bool = True,
    ) -> Page: ...
