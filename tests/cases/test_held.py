"""What is read once and kept: a change is seen at once, and work on many rows asks for the version once."""

import pytest
from django.core.cache import cache

from cases.queries import held
from cases.queries.held import Held


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys for which the shared cache was asked."""
    found: list[str] = []
    real = cache.get_or_set

    def get_or_set(key: str, *args: object, **options: object) -> object:
        found.append(key)
        return real(key, *args, **options)

    monkeypatch.setattr(cache, "get_or_set", get_or_set)
    return found


@pytest.fixture
def rows() -> list[int]:
    return [1]


@pytest.fixture
def value(rows: list[int]) -> Held[int]:
    return Held("test-held", lambda: rows[-1])


def test_outside_of_work_every_call_asks_whether_it_changed(
    value: Held[int], rows: list[int], asked: list[str]
) -> None:
    assert [value.current(), value.current()] == [1, 1]
    assert asked == ["test-held"] * 2
    rows.append(2)
    assert value.current() == 1, "nobody said that it changed"
    value.forget()
    assert value.current() == 2


def test_one_piece_of_work_asks_once_and_sees_one_value(value: Held[int], rows: list[int], asked: list[str]) -> None:
    with held.together():
        assert value.current() == 1
        with held.together():
            rows.append(2)
            cache.set("test-held", "said by another process")
            assert value.current() == 1
        assert value.current() == 1, "the inner piece belongs to the outer one"
    assert asked == ["test-held"]
    assert value.current() == 2


def test_who_changes_it_in_the_midst_of_the_work_sees_the_change(value: Held[int], rows: list[int]) -> None:
    with held.together():
        assert value.current() == 1
        rows.append(2)
        value.forget()
        assert value.current() == 2


def test_nothing_is_remembered_after_work_that_failed(value: Held[int], rows: list[int]) -> None:
    with pytest.raises(ZeroDivisionError), held.together():
        assert value.current() / 0
    rows.append(2)
    cache.set("test-held", "said by another process")
    assert value.current() == 2
