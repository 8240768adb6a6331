"""The same whole way with scripts off, through links and forms alone."""

import zipfile
from io import BytesIO

from browser_types import OpenPage, Served
from whole_way import Pointer, travel


def test_the_whole_way_with_scripts_off(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/", scripts=False)
    archive = travel(Pointer(page=page))
    assert zipfile.ZipFile(BytesIO(archive)).testzip() is None
