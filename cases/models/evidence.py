"""Files that go with a finding: what shows it, what the unit answers it with, what the decision rests on."""

from django.db import models

from cases.enums_findings import FindingAct
from cases.models.finding import Finding
from cases.models.item import StoredFile


class Evidence(models.Model):
    """A stored file of a finding, and the act with which it came (W-095, P-092). Writer: ``actions.evidence``.

    Whoever may see the finding may see it, and nobody else: not whoever merely sees the case.
    """

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="evidence")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="evidence")
    act = models.CharField(max_length=10, choices=FindingAct.choices)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.finding} {self.file}"
