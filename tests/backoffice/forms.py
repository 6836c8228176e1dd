"""Fill in a form of the desk as a person would: what is shown stays, unless changed."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.test import Client


def shown(client: Client, url: str) -> dict[str, Any]:
    """What the form at ``url`` would send if nothing were typed."""
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code, page.get("Location"))
    form = page.context["form"]
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field, forms.FileField) or value is False or value in (None, "", []):
            continue
        if isinstance(value, date):
            data[name] = value.isoformat()
        else:
            data[name] = value
    return data


def send(client: Client, url: str, **changes: Any) -> HttpResponse:
    """Open the form, change some fields (None empties one), send it."""
    data = shown(client, url) | changes
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def problems(answer: HttpResponse) -> str:
    """What the page says is wrong; empty when the act was done."""
    return "" if answer.status_code == 302 else str(answer.context["form"].errors)
