"""Words that mean that something is unfinished, swallowed or skipped."""

import re

from tests.house.files import ROOT, name_of, ours

FORBIDDEN = {
    "an unfinished method": r"raise NotImplementedError",
    "a skipped test": r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b|unittest\.skip",
    "a swallowed error": r"except (Base)?Exception\b|except:",
    "a note to self": r"\b(TODO|FIXME|XXX)\b",
    "a path of one machine": r"(?<![\w.}])/(work|root|home/\w+)/",
    "a raw reading of the database": r"\.raw\(|\.extra\(",
}
KINDS = (".py", ".html", ".txt", ".js", ".css", ".md", ".toml", ".typ", "")


def test_nothing_is_unfinished_swallowed_or_skipped() -> None:
    files = [*ours(*KINDS), ROOT / "Makefile", ROOT / "pyproject.toml", *ROOT.glob("*.md"), *ROOT.glob("*/*.md")]
    found = [
        f"{name_of(path)}: {what}"
        for path in files
        if name_of(path) != name_of(ROOT / "tests" / "house" / "test_no_forbidden_words.py")
        for what, pattern in FORBIDDEN.items()
        if re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_pattern_finds_what_it_is_for() -> None:
    samples = {
        "an unfinished method": "raise NotImplementedError",
        "a skipped test": "@pytest.mark.skip",
        "a swallowed error": "except Exception:",
        "a note to self": "# TODO later",
        "a path of one machine": "see /root/x",
        "a raw reading of the database": "Case.objects.raw(sql)",
    }
    assert samples.keys() == FORBIDDEN.keys()
    assert [what for what, text in samples.items() if not re.search(FORBIDDEN[what], text)] == []
