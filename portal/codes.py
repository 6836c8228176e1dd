"""Codes as addresses and forms carry them."""

import re

from django.http import HttpRequest

from cases import ticks

ITEM = re.compile(ticks.ITEM)
PAPER = re.compile(rf"[A-Z2-7]{{{ticks.WIDTH}}}")
MOST = 600


def codes(request: HttpRequest, name: str, shape: re.Pattern[str] = ITEM) -> list[str]:
    """From a form (repeated) or an address (with commas); anything else is dropped."""
    found = [code for value in request.GET.getlist(name)[:MOST] for code in value[:1000].split(",")]
    return [code for code in dict.fromkeys(found[:MOST]) if shape.fullmatch(code)]
