"""Facts that rules ask of a project, with the words in which they are asked. Rows that officials change, with versions."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import FactKind
from cases.models.organisation import Named


class ProjectFact(Named):
    """Something that the guide to approvals asks, once for all items whose rules name it (C.12).

    Those in ``cases.reference.rules.COLUMNS`` stand on the project itself; every other one is kept under its code among
    ``Project.answers``. Writer: ``actions.reference``.
    """

    code = models.CharField(
        _("code"), max_length=30, unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Small letters, digits and _ only, a letter first."))],
    )  # fmt: skip
    kind = models.CharField(_("kind of answer"), max_length=10, choices=FactKind.choices)
    question_zh = models.CharField(_("question (Chinese)"), max_length=300)
    question_en = models.CharField(_("question (English)"), max_length=400)
    help_zh = models.CharField(_("help (Chinese)"), max_length=300, blank=True)
    help_en = models.CharField(_("help (English)"), max_length=400, blank=True)
    unit_zh = models.CharField(_("unit (Chinese)"), max_length=30, blank=True)
    unit_en = models.CharField(_("unit (English)"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("fact of a project")
        verbose_name_plural = _("facts of projects")

    @property
    def question(self) -> str:
        return self._local("question")

    @property
    def help(self) -> str:
        return self._local("help")

    @property
    def unit(self) -> str:
        return self._local("unit")
