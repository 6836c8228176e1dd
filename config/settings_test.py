"""What the tests change: a database, files and a cache of their own, quick hashing, tasks at once.

With ``REDIS_URL`` the cache of the tests is that Redis database: give them one of their own, ``cache.clear()`` empties it.
Tests that run side by side take the databases before it, one each: 15 for the first, 14 for the second.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from config.settings import *

_TMP = Path(tempfile.mkdtemp(prefix="bangdaiban-test-"))
atexit.register(shutil.rmtree, _TMP, ignore_errors=True)

DEBUG = False
SECRET_KEY = "test-only-" + "x" * 50
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = _TMP / "media"
PRIVATE_ROOT = _TMP / "private"
STATIC_ROOT = _TMP / "static"
STATIC_ROOT.mkdir()
if not DATABASE_URL:
    # A file, not memory: several threads then meet the real locks. Not synced: it dies with the process.
    DATABASES["default"] |= {"TEST": {"NAME": str(_TMP / "db.sqlite3")}}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
if not REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    HUEY = {"name": "test", "huey_class": "huey.MemoryHuey", "immediate": True}
else:
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    _redis = urlsplit(REDIS_URL)
    REDIS_URL = _redis._replace(path=f"/{int(_redis.path.strip('/') or 0) - _worker}").geturl()
    CACHES = {"default": CACHES["default"] | {"LOCATION": REDIS_URL, "KEY_PREFIX": "test"}}
    # Tasks run at once; what is scheduled, and the locks, live in Redis as in production.
    HUEY = HUEY | {
        "name": "bangdaiban-test", "immediate": True, "immediate_use_memory": False, "connection": {"url": REDIS_URL},
    }  # fmt: skip
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # no scan of every static file at each start
