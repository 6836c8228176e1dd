"""Files that go with a finding. The only writer of ``Evidence``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cases.actions import files
from cases.enums import FileKind
from cases.enums_findings import FindingAct
from cases.exceptions import BadInput
from cases.models import Evidence, Finding, User

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    Files = Sequence[UploadedFile[Any]]

MOST = 10  # files with one act


def attach(finding: Finding, act: FindingAct, given: "Files", *, by: User) -> list[Evidence]:
    """Check and keep what came with an act; its caller has asked for permission and holds the transaction."""
    if len(given) > MOST:
        raise BadInput(_("At most %(n)s files at a time.") % {"n": MOST}, field="evidence")
    return [_keep(finding, act, upload, by) for upload in given]


def _keep(finding: Finding, act: FindingAct, upload: "UploadedFile[Any]", by: User) -> Evidence:
    try:
        kept = files.accept(finding.case, upload, kind=FileKind.EVIDENCE, by=by, case_item=finding.case_item)
    except BadInput as refusal:
        raise BadInput(str(refusal), field="evidence") from refusal
    return Evidence.objects.create(finding=finding, file=kept, act=act)
