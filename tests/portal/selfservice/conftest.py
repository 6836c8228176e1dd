"""Signed-in browsers for the people of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.models import User

Door = Callable[[User], Client]


@pytest.fixture
def as_(db: None) -> Door:
    """``as_(cast.wang)``: a browser in which that person is signed in, reading English."""

    def open_door(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.cookies["django_language"] = "en"
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_door
