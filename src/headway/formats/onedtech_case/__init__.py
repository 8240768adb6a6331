"""Ladders as frameworks of 1EdTech's Competencies and Academic Standards Exchange (CASE) 1.1."""

from headway.formats.onedtech_case.read import read_package
from headway.formats.onedtech_case.recognise import is_package, package_of_tables
from headway.formats.onedtech_case.write import write

__all__ = ["is_package", "package_of_tables", "read_package", "write"]
