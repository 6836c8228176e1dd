"""The WSGI entry point."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from home import memory  # noqa: E402  after the applications are there

import_module(settings.ROOT_URLCONF)  # every view, before the first visitor asks for one
memory.settle()
