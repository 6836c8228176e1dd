"""The settings of ``manage.py benchmark``: like production, but with a folder and a database that exist for nothing else."""

from django.core.exceptions import ImproperlyConfigured

from config.settings import *

BENCHMARK = True
MARK = "benchmark"
if MARK not in VAR_DIR.name or (DATABASE_URL and MARK not in str(DATABASES["default"]["NAME"])):
    raise ImproperlyConfigured(
        "Only `manage.py benchmark` starts with these settings: it makes its own folder and database"
    )

DEBUG = False
if not DATABASE_URL:
    # Filling is a matter of minutes otherwise; what is measured only reads.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
SECRET_KEY = "benchmark-only-" + "x" * 50
ROOT_URLCONF = "home.benchmark.urls"
MIDDLEWARE = ["home.benchmark.counting.CountQueries", *MIDDLEWARE]
WHITENOISE_USE_FINDERS = False
HUEY = {"name": MARK, "huey_class": "huey.MemoryHuey", "immediate": True}
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": MARK}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
