"""The API keeps to its own description, whatever it is asked; other programs read that description."""

import json
import re
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.test import Client

from headway.web import api
from headway.web.urls import urlpatterns
from serving_process import serving


# The earliest date and the curves take the same form as the plan, and seconds for each answer.
@pytest.mark.parametrize(("paths", "tries"), [("^/api/(?!plan)", 20), ("^/api/plan$", 5)])
def test_schemathesis_finds_nothing(tmp_path: Path, paths: str, tries: int) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    with serving(tmp_path) as served:
        cookie, described = let_in(served.address), description_of(served.address)
        command = [
            *(program, "run", described, "--header", f"Cookie: {cookie}", "--seed", "1"),
            *("--include-path-regex", paths, "--max-examples", str(tries)),
            *("--generation-database", "none", "--request-timeout", "60"),
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def let_in(address: str) -> str:
    """The cookie that the address of a server is exchanged for."""
    host, token = re.fullmatch(r"http://([^/]+)(/.*)", address).groups()  # type: ignore[union-attr]
    with closing(HTTPConnection(host)) as connection:
        connection.request("GET", token)
        return str(connection.getresponse().getheader("Set-Cookie")).split(";")[0]


def description_of(address: str) -> str:
    return address.split("?")[0] + "api/openapi.json"


def test_every_path_of_the_api_is_described(own: Client) -> None:
    told = json.loads(own.get("/api/openapi.json").content)["paths"]
    named = {pattern.name for pattern in urlpatterns if (pattern.name or "").startswith("api-")}
    assert named == set(api.CALLS)
    assert len(told) == len(named)


def test_every_question_says_what_it_answers(own: Client) -> None:
    told = json.loads(own.get("/api/openapi.json").content)["paths"]
    assert all(path["get"]["summary"].endswith(".") for path in told.values())


def test_the_description_names_the_roles_there_are(own: Client) -> None:
    told = json.loads(own.get("/api/openapi.json").content)["paths"]["/api/gap"]["get"]
    [target] = [p for p in told["parameters"] if p["name"] == "target"]
    assert "senior-product-manager" in target["schema"]["anyOf"][0]["enum"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_what_can_only_be_read_says_so(sample: Client, method: str) -> None:
    answer = getattr(sample, method)("/api/gap")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
