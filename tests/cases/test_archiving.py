"""One set of copies on the shelf, and the archive package: made in the background, checked by hash and chain, for its keepers."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases import chain, package
from cases.actions import archiving, finishing, jobs
from cases.enums import CaseStatus, FileKind, JobKind, JobState
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.management.demo.walks import pass_item
from cases.models import ArchivePackage, Case, CaseEvent, Job, ResultCopy
from cases.queries import archiving as readers
from cases.queries import files, readiness, results
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus


@pytest.fixture
def archived(cast: Cast) -> Case:
    """Archived, evaluated, and its package made."""
    case = case_in(cast, S.ARCHIVED)
    assert jobs.sweep() == 1
    return fresh(case)


def at(made: ArchivePackage) -> Path:
    return Path(settings.PRIVATE_ROOT) / made.file.path


def rewritten(path: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The package with some files changed, or left out where ``change`` answers None."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for info in old.infolist():
            data = change(info.filename, old.read(info))
            if data is not None:
                new.writestr(info.filename, data)
    return to


def faults(path: Path) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in package.check(path).faults]


# ---- copies (P-079)


@pytest.mark.req("P-079")
def test_copies_of_results_lie_on_a_shelf_and_those_that_lack_are_named_before_the_archive(cast: Cast) -> None:
    case = case_in(cast, S.CLOSED)
    lacking = list(results.without_copy(case))
    assert len(lacking) == 3
    assert not readiness.ready(case, "archive")  # type: ignore[arg-type]
    archiving.keep_copies(case, lacking[:2], shelf=" A-1 ", on=timezone.localdate(), by=cast.chen)
    with refused(CaseError, says=lacking[2].item.name_en):
        finishing.archive(fresh(case), shelf="A-1", by=cast.chen)
    archiving.keep_copies(fresh(case), lacking[1:], shelf="B-2", on=timezone.localdate(), by=cast.chen)
    assert sorted(ResultCopy.objects.values_list("shelf", flat=True)) == ["A-1", "B-2", "B-2"]
    assert readiness.ready(case, "archive")  # type: ignore[arg-type]
    finishing.archive(fresh(case), shelf="B-2", by=cast.chen)
    assert fresh(case).status == S.ARCHIVED


def test_a_copy_needs_a_result_a_shelf_and_a_day_that_can_be(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    item, today = case.items.get(item__code="L01"), timezone.localdate()
    with refused(BadInput, says="Only a result that exists", field="items"):
        archiving.keep_copies(case, [item], shelf="A-1", on=today, by=cast.chen)
    pass_item(item, cast.chen)
    for wrong, field in (
        ({"items": []}, "items"), ({"shelf": " "}, "shelf"), ({"on": today + timedelta(days=1)}, "on"),
        ({"on": today - timedelta(days=1)}, "on"),
    ):  # fmt: skip
        facts: dict[str, Any] = {"items": [item], "shelf": "A-1", "on": today} | wrong
        with refused(BadInput, field=field):
            archiving.keep_copies(fresh(case), facts.pop("items"), **facts, by=cast.chen)
    with refused(NotAllowed):
        archiving.keep_copies(fresh(case), [item], shelf="A-1", on=today, by=cast.feng)


# ---- the package


@pytest.mark.req("P-078")
def test_an_archived_case_has_its_package_made_in_the_background_with_everything_in_fixed_folders(
    archived: Case,
) -> None:
    job = Job.objects.get(kind=JobKind.ARCHIVE_PACKAGE)
    assert (job.state, job.counts["packages"]) == (JobState.DONE, 1)
    made = archived.packages.get()
    checked = package.check(at(made))
    assert checked.faults == []
    assert (checked.files, checked.events) == (made.files, made.events)
    assert made.file.name == f"370783-{archived.number}-{timezone.localdate():%Y%m%d}-v1.zip"
    manifest = checked.manifest
    assert manifest["case"]["archive_number"] == archived.archive_number
    assert manifest["case"]["shelves"] == ["示例档案柜 3-2"]
    assert (manifest["enterprise"]["uscc"], manifest["retention"]) == (archived.enterprise.uscc, "30年")
    paths = [row["path"] for row in manifest["files"]]
    assert {path.split("/")[0] for path in paths if "/" in path} <= set(package.FOLDERS)
    told = {row["number"] for row in manifest["files"]}
    assert set(archived.documents.values_list("number", flat=True)) <= told
    kept = set(archived.files.exclude(kind=FileKind.ARCHIVE).values_list("sha256", flat=True))
    assert kept <= {row["sha256"] for row in manifest["files"]}


def test_printed_papers_and_the_readable_list_are_pdf_a(archived: Case) -> None:
    made = archived.packages.get()
    with zipfile.ZipFile(at(made)) as packed:
        root = packed.namelist()[0].split("/")[0]
        listing = packed.read(f"{root}/目录.pdf")
    with pikepdf.open(io.BytesIO(listing)) as pdf, pdf.open_metadata() as told:
        assert told.pdfa_status == "2A"
    rows = package.check(at(made)).manifest["files"]
    printed = [row for row in rows if row["path"].endswith(".pdf") and row["number"]]
    assert printed
    assert {row["pdfa"] for row in printed} == {"2A"}


def test_the_package_names_nobody_as_the_evaluator(cast: Cast) -> None:
    case = case_in(cast, S.CLOSED)
    finishing.evaluate(case, level=2, comment="慢", by=cast.li)
    event = next(row for row in readers.log(fresh(case)) if row["action"] == "evaluate")
    assert event["actor"] == ""
    assert cast.li.name not in json.dumps(readers.records(fresh(case))["09_evaluation/evaluation.json"], default=str)


@pytest.mark.req("P-078")
def test_whatever_is_changed_in_a_package_is_found_and_named(archived: Case, tmp_path: Path) -> None:
    made = at(archived.packages.get())
    copy = rewritten(made, tmp_path / "copy.zip", lambda _name, data: data)
    assert faults(copy) == []  # the control: written anew without a change it is whole

    def without(name: str, data: bytes) -> bytes | None:
        return None if "02_agreement" in name else data

    def other(name: str, data: bytes) -> bytes:
        return data + b" " if "02_agreement" in name else data

    def log(name: str, data: bytes) -> bytes:
        return data.replace(b"submitted", b"submitteD", 1) if name.endswith("events.json") else data

    agreement = next(path for path in zipfile.ZipFile(made).namelist() if "02_agreement" in path).split("/", 1)[1]
    assert faults(rewritten(made, tmp_path / "a.zip", without)) == [("missing", agreement)]
    assert faults(rewritten(made, tmp_path / "b.zip", other)) == [("changed", agreement)]
    assert [kind for kind, _name in faults(rewritten(made, tmp_path / "c.zip", log))] == ["changed", "log"]
    more = tmp_path / "d.zip"
    shutil.copy(made, more)
    with zipfile.ZipFile(more, "a") as packed:
        packed.writestr("x.txt", "x")
    assert faults(more) == [("extra", "x.txt")]
    (tmp_path / "e.zip").write_bytes(made.read_bytes()[:-100])
    assert faults(tmp_path / "e.zip") == [("unreadable", "e.zip")]
    flipped = bytearray(made.read_bytes())
    flipped[len(flipped) // 3] ^= 1
    (tmp_path / "f.zip").write_bytes(bytes(flipped))
    assert faults(tmp_path / "f.zip")


def test_a_chain_of_which_an_entry_was_taken_out_or_put_in_is_broken(archived: Case) -> None:
    log = readers.log(archived)
    assert chain.broken(log) is None
    assert chain.broken(log[:2] + log[3:]) == 3
    assert chain.broken([*log[:3], log[2], *log[3:]]) == 4
    assert chain.broken([log[0] | {"data": {"x": 1}}, *log[1:]]) == 1


def test_the_command_checks_a_case_by_its_number_and_says_what_is_wrong(
    archived: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = archived.packages.get()
    for what in (archived.number, archived.archive_number, str(at(made))):
        call_command("verify_archive", what)
        assert "byte for byte" in capsys.readouterr().out
    with pytest.raises(CommandError, match="neither a file nor a case"):
        call_command("verify_archive", "DA-0")
    copy = rewritten(at(made), tmp_path / "copy.zip", lambda _name, data: data)
    with pytest.raises(CommandError, match="1 faults"):  # whole in itself, and still not the one that was made here
        call_command("verify_archive", str(copy))
    assert "not a package that this system has made" in capsys.readouterr().err
    at(made).write_bytes(at(made).read_bytes()[:-1])
    with pytest.raises(CommandError):
        call_command("verify_archive", archived.number)


def test_a_damaged_file_of_the_store_makes_no_package_and_the_job_names_it(cast: Cast) -> None:
    case = case_in(cast, S.ARCHIVED)
    paper = case.documents.select_related("file").first()
    (Path(settings.PRIVATE_ROOT) / paper.file.path).write_bytes(b"x")
    with pytest.raises(CaseError, match=paper.get_kind_display()):
        jobs.sweep()
    assert not ArchivePackage.objects.exists()
    assert not case.files.filter(kind=FileKind.ARCHIVE).exists()
    assert Job.objects.get().error


def test_a_later_act_makes_the_next_version_once_and_the_first_stays(archived: Case, cast: Cast) -> None:
    first = archived.packages.get()
    finishing.evaluate(archived, level=5, by=cast.wang)
    assert Job.objects.filter(state=JobState.WAITING).count() == 1
    assert jobs.sweep() == 1
    assert [row.version for row in archived.packages.all()] == [2, 1]
    assert archived.packages.first().events == first.events + 1  # type: ignore[union-attr]
    assert package.check(at(first)).faults == []
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ArchivePackage.objects.update(files=1)


def test_only_the_agencies_that_keep_the_record_may_take_the_package(archived: Case, cast: Cast) -> None:
    pk = archived.packages.get().file_id
    for user, may in ((cast.chen, True), (cast.sun, True), (cast.wang, False), (cast.feng, False), (cast.liu, False)):
        assert files.visible_to(user).filter(pk=pk).exists() is may, user.name
    assert not files.visible_to(cast.feng).filter(kind=FileKind.ARCHIVE).exists()


def test_a_case_that_is_not_archived_has_no_package(cast: Cast) -> None:
    case = case_in(cast, S.CLOSED, PULANDIAN)
    with pytest.raises(CaseError):
        archiving.make(case)
    assert CaseEvent.objects.filter(case=case).exists()
    assert not Job.objects.exists()
