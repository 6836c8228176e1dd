"""Numbers of cases and papers: no duplicate and no gap, however many hands take them at once."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from cases.actions import numbers
from cases.models import NumberSequence

HANDS, EACH = 50, 4


class Thrown(Exception):
    """The work for which a number was taken did not succeed."""


def many(work: object) -> list[str]:
    """What fifty threads get that begin at the same moment; every one has a connection of its own."""
    taken: list[str] = []
    begin = threading.Barrier(HANDS)

    def hand(place: int) -> None:
        begin.wait()
        try:
            for turn in range(EACH):
                try:
                    with transaction.atomic():
                        number = numbers.case_number("370783", 2026)
                        if work == "some fail" and (place + turn) % 5 == 0:
                            raise Thrown
                    taken.append(number)
                except Thrown:
                    continue
        finally:
            connection.close()

    threads = [threading.Thread(target=hand, args=(place,)) for place in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


@pytest.mark.django_db(transaction=True)
def test_fifty_hands_take_different_numbers_without_a_gap() -> None:
    taken = many("all succeed")
    assert sorted(taken) == [f"BDB-370783-2026-{n:04d}" for n in range(1, HANDS * EACH + 1)]


@pytest.mark.django_db(transaction=True)
def test_a_number_whose_work_failed_is_given_back() -> None:
    taken = many("some fail")
    assert 0 < len(taken) < HANDS * EACH
    assert sorted(taken) == [f"BDB-370783-2026-{n:04d}" for n in range(1, len(taken) + 1)]


@pytest.mark.django_db
def test_each_place_year_and_kind_counts_for_itself() -> None:
    with transaction.atomic():
        assert numbers.case_number("370783", 2026) == "BDB-370783-2026-0001"
        assert numbers.case_number("370783", 2027) == "BDB-370783-2027-0001"
        assert numbers.case_number("210214", 2026) == "BDB-210214-2026-0001"
        assert numbers.document_number("SQS", "210214", 2026) == "SQS-210214-2026-0001"
        assert numbers.document_number("SQS", "210214", 2026) == "SQS-210214-2026-0002"
    assert set(NumberSequence.objects.values_list("last", flat=True)) == {1, 2}


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_taken() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        numbers.next_number(f"case/{date.today().year}")
    assert not NumberSequence.objects.exists()
