"""Which requirement has a test is read from the markers, not from memory."""

from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command

from home import requirements

LIST = """
- W-001 Proven
- W-002 Proven in part
  - missing: the other half
- W-003 Forgotten
- P-001 A duty (organisation)
- P-002 A duty that rows support (organisation)
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house with five demands and two tests."""
    for name in ("docs", "tests"):
        (tmp_path / name).mkdir()
    (tmp_path / "docs" / "requirements.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "tests" / "test_a.py").write_text(
        'import pytest\n\npytestmark = pytest.mark.req("W-001")\n\n@pytest.mark.req("W-001", "W-002")\ndef test_x(): ...\n\n'
        '@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.req("P-002"))])\ndef test_y(x): ...\n',
        encoding="utf-8",
    )
    return tmp_path


def test_every_number_of_both_documents_has_a_title() -> None:
    known = requirements.numbers()
    assert (len(known), sum(number.startswith("W") for number in known)) == (121, 65)
    assert all(known.values())


def test_markers_are_found_in_decorators_in_module_marks_and_in_parameters(house: Path) -> None:
    assert requirements.proofs(house) == {
        "W-001": ["tests/test_a.py:3", "tests/test_a.py:5"],
        "W-002": ["tests/test_a.py:5"],
        "P-002": ["tests/test_a.py:8"],
    }


def test_a_number_is_proven_open_or_outside_and_half_a_proof_is_none(house: Path) -> None:
    found = requirements.standing(house)
    assert (found.proven, found.open, found.outside) == (["W-001", "P-002"], ["W-002", "W-003"], ["P-001"])
    assert requirements.missing(house) == {"W-002": "the other half"}


def test_what_is_missing_is_said_only_of_what_a_test_proves_otherwise() -> None:
    """A line about a missing part of something that nobody proves would say nothing."""
    assert set(requirements.missing()) <= set(requirements.proofs())


def test_the_command_prints_the_three_groups_and_ends_with_the_sum() -> None:
    out = StringIO()
    call_command("requirements", stdout=out)
    lines, groups = out.getvalue().splitlines(), requirements.standing()
    headings = ["Proven:", "Not yet proven:", "Outside the software, a duty of people and offices:"]
    cuts = [lines.index(heading) for heading in headings] + [len(lines) - 1]
    for group, (begin, end) in zip((groups.proven, groups.open, groups.outside), pairwise(cuts), strict=True):
        assert [line[:5] for line in lines[begin + 1 : end] if line[:1] in {"W", "P"}] == group
    assert lines[-1].startswith(f"Of 121 requirements {len(groups.proven)} are proven, {len(groups.open)} not yet")
    assert len(groups.proven) + len(groups.open) + len(groups.outside) == 121


def test_the_short_form_prints_only_what_is_open() -> None:
    out = StringIO()
    call_command("requirements", "--open", stdout=out)
    assert out.getvalue().startswith("Not yet proven:")
    assert "Outside the software," not in out.getvalue()
