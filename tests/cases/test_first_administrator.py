"""A new installation begins with one administrator, named on the command line."""

import pytest
from django.core.management import CommandError, call_command

from cases.models import Post, Unit, User

pytestmark = pytest.mark.usefixtures("reference")


def _unit() -> Unit:
    return Unit.objects.order_by("code")[0]


def test_the_first_administrator_is_named_once() -> None:
    call_command("make_administrator", "Admin@example.com", "示例管理员", _unit().code, verbosity=0)
    post = Post.objects.get()
    assert (post.user.email, post.role, post.user.has_usable_password()) == (
        "admin@example.com",
        "administrator",
        False,
    )
    with pytest.raises(CommandError):
        call_command("make_administrator", "other@example.com", "示例", _unit().code, verbosity=0)
    assert User.objects.count() == 1


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(CommandError, match="no unit nowhere"):
        call_command("make_administrator", "a@example.com", "示例", "nowhere")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("make_administrator", "nobody", "示例", _unit().code)
    assert not User.objects.exists()
