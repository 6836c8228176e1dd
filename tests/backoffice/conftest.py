"""The cast at the desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.models import User
from tests.cast import Cast, people


@pytest.fixture
def cast(reference: None) -> Cast:
    """Everybody, with posts."""
    return people.build()


@pytest.fixture
def at_desk() -> Callable[[User], Client]:
    """A signed-in browser, reading English."""

    def sign_in(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return sign_in
