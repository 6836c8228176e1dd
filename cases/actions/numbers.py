"""Numbers of cases and documents: no duplicate, no gap, also under many hands at once."""

from django.db import transaction

from cases.models import NumberSequence


def next_number(scope: str) -> int:
    """The next number of ``scope``, counted from 1. Call inside the transaction that uses it: a rollback gives it back."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    NumberSequence.objects.get_or_create(scope=scope)
    row = NumberSequence.objects.select_for_update().get(scope=scope)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def case_number(region_code: str, year: int) -> str:
    """``BDB-370783-2026-0001``: region, year, running number."""
    return f"BDB-{region_code}-{year}-{next_number(f'case/{region_code}/{year}'):04d}"


def document_number(kind: str, region_code: str, year: int) -> str:
    """``SQS-210214-2026-0001``: letters of the kind of document, region, year, running number."""
    return f"{kind}-{region_code}-{year}-{next_number(f'{kind}/{region_code}/{year}'):04d}"
