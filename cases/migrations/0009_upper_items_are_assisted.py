"""What the province or the state decides is only assisted with (W-012); what has been signed already stays as it was signed."""

from typing import Any

from django.db import migrations

UNSIGNED = ("draft", "submitted", "correcting", "generation", "accepted")


def assist(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("cases", "CaseItem").objects.filter(
        item__level__in=("province", "state"), assist_mode="act", case__status__in=UNSIGNED
    )
    rows.update(assist_mode="assist")


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_contacts")]
    operations = [migrations.RunPython(assist, migrations.RunPython.noop)]
