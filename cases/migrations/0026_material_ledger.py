"""The material ledger: papers of a project in versions, kept for good, with the enterprise's word on what was made for it.

What came with applications becomes the first version of its paper.
"""

import importlib
from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

append_only = importlib.import_module("cases.migrations.0002_append_only")
TABLES = ("cases_materialversion", "cases_materialanswer")


def protect(apps, schema_editor):
    for statement in append_only.protect_sql(schema_editor.connection.vendor, TABLES):
        schema_editor.execute(statement, params=None)


def release(apps, schema_editor):
    for statement in append_only.release_sql(schema_editor.connection.vendor, TABLES):
        schema_editor.execute(statement, params=None)


def take_over(apps, schema_editor):
    """Files of applications that were handed in, by paper."""
    Paper, Version = apps.get_model("cases", "ProjectMaterial"), apps.get_model("cases", "MaterialVersion")
    files = apps.get_model("cases", "StoredFile").objects.filter(
        kind="material", removed_at__isnull=True, case__submitted_at__isnull=False
    )
    for stored in files.select_related("material", "case").order_by("pk"):
        name = stored.material.name_zh if stored.material else Path(stored.name).stem[:200]
        english = stored.material.name_en if stored.material else name
        paper, _made = Paper.objects.get_or_create(case=stored.case, name_zh=name, defaults={"name_en": english})
        version, _made = Version.objects.get_or_create(
            paper=paper, number=1,
            defaults={
                "origin": "enterprise", "by_id": stored.uploaded_by_id or stored.case.created_by_id,
                "at": stored.uploaded_at,
            },
        )
        stored.version = version
        stored.save(update_fields=["version"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0025_supervision'),
    ]

    operations = [
        migrations.CreateModel(
            name='MaterialVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('origin', models.CharField(choices=[('enterprise', 'From the enterprise'), ('agency', 'Filled in or brought by the agency'), ('result', 'Result of another item')], max_length=10, verbose_name='source')),
                ('filled', models.TextField(blank=True, verbose_name='what was filled in')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('result_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.caseitem')),
            ],
            options={
                'ordering': ('paper_id', '-number'),
            },
        ),
        migrations.AddField(
            model_name='storedfile',
            name='version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='cases.materialversion', verbose_name='version'),
        ),
        migrations.CreateModel(
            name='ProjectMaterial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='cases.case')),
            ],
            options={
                'verbose_name': 'material',
                'verbose_name_plural': 'materials',
                'ordering': ('case_id', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='materialversion',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='cases.projectmaterial'),
        ),
        migrations.CreateModel(
            name='MaterialAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreed', models.BooleanField(verbose_name='confirmed')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='cases.materialversion')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('agreed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='objection_has_its_reason', violation_error_message='Say what is wrong.')],
            },
        ),
        migrations.AddConstraint(
            model_name='projectmaterial',
            constraint=models.UniqueConstraint(fields=('case', 'name_zh'), name='paper_once_per_project'),
        ),
        migrations.AddConstraint(
            model_name='materialversion',
            constraint=models.UniqueConstraint(fields=('paper', 'number'), name='material_version_once'),
        ),
        migrations.AddConstraint(
            model_name='materialversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'result'), ('result_of__isnull', False)), models.Q(models.Q(('origin', 'result'), _negated=True), ('result_of__isnull', True)), _connector='OR'), name='result_names_its_item', violation_error_message='A result names the item it comes from.'),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.RunPython(protect, release),
    ]
