"""Where the rendered day of an officer is kept for a minute, and that it goes when he does something himself."""

from django.conf import settings
from django.core.cache import cache

from cases.models import User


def place(user: User, language: str | None) -> str:
    """Its key in the cache. Whoever lost a post finds nothing of what it opened."""
    posts = "-".join(str(post.pk) for post in user.active_posts)
    return f"my-day.{user.pk}.{posts}.{language}"


def forget(user: User) -> None:
    """After everything that the person did."""
    cache.delete_many([place(user, code) for code, _name in settings.LANGUAGES])
