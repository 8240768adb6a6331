"""How Django is set up: lean, private, and touching nothing when it is read."""

import os
import secrets
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

CODE = """
import json
from django.conf import settings
print(json.dumps([settings.DATABASES["default"], settings.HEADWAY_IS_PERSONAL], default=str))
"""


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


urlpatterns = [path("", answer)]


def read_settings(code: str, environment: dict[str, str]) -> str:
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "headway.web.settings", **environment}
    done = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, check=True)
    return done.stdout.decode()


def test_reading_the_settings_creates_nothing(tmp_path: Path) -> None:
    read_settings("import django; django.setup()", {"HEADWAY_WORKSPACE": str(tmp_path / "new")})
    assert list(tmp_path.iterdir()) == []


def test_without_a_server_the_records_are_in_the_workspace(tmp_path: Path) -> None:
    told = read_settings(CODE, {"HEADWAY_WORKSPACE": str(tmp_path)})
    assert str(tmp_path / "headway.sqlite3") in told
    assert "IMMEDIATE" in told
    assert told.strip().endswith("true]")


def test_a_server_is_named_by_the_environment(tmp_path: Path) -> None:
    address = "postgresql://ana:hush@db.example/headway?sslmode=require"
    told = read_settings(
        CODE, {"HEADWAY_WORKSPACE": str(tmp_path), "HEADWAY_DATABASE_URL": address}
    )
    assert "django.db.backends.postgresql" in told
    assert '"sslmode": "require"' in told
    assert told.strip().endswith("false]")


def test_only_what_is_needed_is_installed() -> None:
    assert settings.INSTALLED_APPS == ["headway.records"]


def test_the_key_comes_from_the_workspace_when_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HEADWAY_SECRET_KEY", raising=False)
    monkeypatch.setenv("HEADWAY_WORKSPACE", str(tmp_path))
    (tmp_path / "secret_key").write_text("found late")
    assert str(settings.SECRET_KEY) == "found late"


@override_settings(ROOT_URLCONF=__name__)
def test_every_answer_carries_strict_headers(client: Client) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


@override_settings(ROOT_URLCONF=__name__)
def test_another_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_nothing_is_shown_of_a_failure() -> None:
    assert settings.DEBUG is False


@override_settings(ROOT_URLCONF=__name__)
def test_django_finds_nothing_wrong_with_how_it_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWAY_WORKSPACE", str(tmp_path))
    (tmp_path / "secret_key").write_text(secrets.token_urlsafe(64))
    said = StringIO()
    call_command("check", deploy=True, fail_level="WARNING", stdout=said, stderr=said)
    assert said.getvalue().startswith("System check identified no issues")


@pytest.mark.parametrize("place", ["", "postgresql://ana:hush@db.example/headway"])
def test_only_what_loopback_can_not_have_is_left_out_of_the_checks(
    tmp_path: Path, place: str
) -> None:
    code = "from django.conf import settings; print(settings.SILENCED_SYSTEM_CHECKS)"
    told = read_settings(code, {"HEADWAY_WORKSPACE": str(tmp_path), "HEADWAY_DATABASE_URL": place})
    tls = ["security.W004", "security.W008"]
    assert told.strip() == str(tls if place else [*tls, "security.W016"])


@override_settings(ROOT_URLCONF=__name__)
def test_django_finds_nothing_wrong() -> None:
    assert checks.run_checks(include_deployment_checks=False) == []
