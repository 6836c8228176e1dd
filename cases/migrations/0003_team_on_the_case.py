"""Whether somebody is on the team of a case stands on the case; what My day asks for is found by indexes of its own."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FREE = models.Q(has_team=False)


def mark(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Cases that have a team today."""
    teams = apps.get_model("cases", "TeamMember").objects.filter(until__isnull=True)
    apps.get_model("cases", "Case").objects.filter(pk__in=teams.values("case")).update(has_team=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_service")]

    operations = [
        migrations.AddField("case", "has_team", models.BooleanField(default=False, editable=False)),
        migrations.AddIndex(
            "case", models.Index(condition=FREE, fields=["handling_unit", "status"], name="case_without_team")
        ),
        migrations.AddIndex(
            "case", models.Index(condition=FREE, fields=["handling_unit", "next_due"], name="case_without_team_due")
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=~models.Q(handling_unit=models.F("first_unit")), fields=["first_unit"], name="case_handed_on"
            ),
        ),
        migrations.AddIndex(
            "signature",
            models.Index(
                condition=models.Q(method="paper", confirmed_at__isnull=True, rejected_at__isnull=True),
                fields=["document"],
                name="signature_unchecked",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
