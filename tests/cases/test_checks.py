"""Codes: the credit code with its check character, the project code by its form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import checks

GOOD = ("91110000600037341L", "91350100M000100Y43", "91110108551385082Q", "91370783MA0TEXT12Y", "91210214MA0TEXT47A")


@pytest.mark.parametrize("code", GOOD)
def test_the_check_character_of_known_codes_is_right(code: str) -> None:
    assert checks.is_uscc(code)
    assert checks.uscc_check_character(code[:17]) == code[17]


@pytest.mark.parametrize(
    "code",
    [
        "", "91110000600037341", "91110000600037341LL", "91110000600037341M", "91110000600037341l", "91110000600037341 ",
        "9111000060003734IL", "911100006000373O1L", "9111000060003734SL", "9111000060003734VL", "9111000060003734ZL",
        "一二三四五六七八九十一二三四五六七八", "000000000000000000" + "0", "91370783MA0TEXT12X",
    ],
)  # fmt: skip
def test_anything_else_is_no_credit_code(code: str) -> None:
    assert not checks.is_uscc(code)


@given(st.sampled_from(GOOD), st.integers(0, 17), st.sampled_from(checks.USCC_CHARACTERS))
def test_one_wrong_character_is_always_noticed(code: str, place: int, sign: str) -> None:
    assert checks.is_uscc(code[:place] + sign + code[place + 1 :]) == (code[place] == sign)


@given(st.text(max_size=30))
def test_no_text_makes_the_check_fail(text: str) -> None:
    assert checks.is_uscc(checks.clean_code(text)) in {True, False}
    assert checks.is_project_code(checks.clean_code(text)) in {True, False}


def test_codes_are_read_in_half_width_capitals_without_blanks() -> None:
    assert checks.clean_code(" ９１370783ma0text12ｙ\t") == "91370783MA0TEXT12Y"
    assert checks.clean_code("2601-370783-04-01 -123456") == "2601-370783-04-01-123456"


@pytest.mark.parametrize("code", ["2601-370783-04-01-123456", "2012-210214-89-01-000001", "2019-370783-41-03-012345"])
def test_project_codes_of_both_generations_are_taken(code: str) -> None:
    assert checks.is_project_code(code)
    assert len(code) == 24
    assert checks.project_code_region(code) in {"370783", "210214"}


@pytest.mark.parametrize(
    "code",
    [
        "", "2613-370783-04-01-123456", "2600-370783-04-01-123456", "2601-37078-04-01-123456", "260137078304011234560000",
        "2601-370783-04-01-12345", "2601-370783-04-01-1234567", "2601-370783-04-01-12345X", "2014-370783-04-01-123456",
        "2601-370783-04-01-123456\n",
    ],
)  # fmt: skip
def test_an_impossible_project_code_is_noticed(code: str) -> None:
    # 2014 is a year before the old form began, and 14 is no month of the new one.
    assert not checks.is_project_code(code)
