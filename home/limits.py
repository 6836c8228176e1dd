"""Tries that are counted: so many wrong answers from one network in so much time, kept in the shared cache, not in a process."""

import hashlib
import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """Where the visitor comes from, past the proxies that are trusted (``ALLAUTH_TRUSTED_PROXY_COUNT``)."""
    return str(get_adapter().get_client_ip(request))


def network(request: HttpRequest) -> str:
    """The same; of IPv6 the network that one household has."""
    here = address(request)
    try:
        known = ipaddress.ip_address(here)
    except ValueError:
        return here
    return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else here


def take(request: HttpRequest, what: str, *, tries: int, seconds: int) -> str | None:
    """Take one of the tries, before the question is answered; None when all are used. ``give_back`` it to a right answer."""
    place = hashlib.sha256(network(request).encode()).hexdigest()[:32]
    keys = (f"tries.{what}.{place}.{number}" for number in range(tries))
    return next((key for key in keys if cache.add(key, 1, seconds)), None)


def give_back(taken: str) -> None:
    """The answer was right: it does not count."""
    cache.delete(taken)
