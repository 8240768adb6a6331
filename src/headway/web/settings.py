"""How Django runs Headway: for one person on SQLite, or on the PostgreSQL that the environment names."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy

from headway.core.errors import InvalidInputError
from headway.records import database_url, places

WEB_FOLDER = Path(__file__).parent
WORKSPACE = places.find_workspace()


def _database() -> dict[str, Any]:
    address = os.environ.get(places.SERVER_VARIABLE)
    if address:
        try:
            return database_url.parse(address)
        except InvalidInputError as error:
            raise ImproperlyConfigured(str(error)) from None
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(WORKSPACE.database),
        "OPTIONS": {
            # Taking the write lock at once makes a second writer wait; a read lock that wants to
            # become a write lock would fail instead.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL, because in WAL mode NORMAL can lose a confirmed fact when the power goes.
            # secure_delete overwrites what erasure removes.
            "init_command": (
                "PRAGMA journal_mode = WAL;"
                "PRAGMA synchronous = FULL;"
                "PRAGMA foreign_keys = ON;"
                "PRAGMA secure_delete = ON;"
                "PRAGMA mmap_size = 0"
            ),
        },
    }


HEADWAY_IS_PERSONAL = places.is_embedded()
DATABASES = {"default": _database()}

DEBUG = False
# The key lies in the workspace, which need not exist yet when this module is read.
SECRET_KEY = lazy(places.read_secret_key, str)()
ALLOWED_HOSTS = os.environ.get("HEADWAY_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

# Commands start Django each time: an app belongs here only when a page or a table needs it.
INSTALLED_APPS = ["headway.records"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "headway.web.looking.middleware",
]
ROOT_URLCONF = "headway.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB_FOLDER / "templates"],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "builtins": ["headway.web.links"],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["headway.web.unindented.Loader"])
            ],
            "libraries": {"humanize": "django.contrib.humanize.templatetags.humanize"},
        },
    }
]

# Whitenoise serves the folder as it is; nothing is collected, so nothing is written at start.
STATIC_URL = "/static/"
STATIC_ROOT = WEB_FOLDER / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = not HEADWAY_IS_PERSONAL
# Headway answers on the machine's own loopback only, where there is no TLS: to demand it would close the
# pages, and Safari sends no secure cookie there.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
if HEADWAY_IS_PERSONAL:
    SILENCED_SYSTEM_CHECKS.append("security.W016")
CSRF_FAILURE_VIEW = "headway.web.errors.refuse_forgery"
# A history stays in memory: a copy in the system's folder for passing files could outlive it.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 25_000_000
# As much as the door lets in: a field says itself that its text is too long, and the text stays.
DATA_UPLOAD_MAX_MEMORY_SIZE = 25_000_000

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
