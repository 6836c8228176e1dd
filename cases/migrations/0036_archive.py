"""The copies of results on their shelf, and the packages of archived cases, which are never changed (P-079, domain F.3)."""

import importlib

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

append_only = importlib.import_module("cases.migrations.0002_append_only")
TABLES = ("cases_archivepackage",)


def protect(apps, schema_editor):
    for statement in append_only.protect_sql(schema_editor.connection.vendor, TABLES):
        schema_editor.execute(statement, params=None)


def release(apps, schema_editor):
    for statement in append_only.release_sql(schema_editor.connection.vendor, TABLES):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0035_handovers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='job',
            name='kind',
            field=models.CharField(choices=[('recompute_dates', 'Open dates after a change of the calendar'), ('archive_package', 'Package of an archived case')], max_length=30, verbose_name='work'),
        ),
        migrations.AlterField(
            model_name='storedfile',
            name='kind',
            field=models.CharField(choices=[('material', 'Application material'), ('result', 'Result document'), ('signed_paper', 'Signed paper'), ('receipt', 'Receipt'), ('decision', 'Decision'), ('attachment', 'Attachment'), ('document', 'Printed document'), ('archive', 'Archive package')], max_length=12),
        ),
        migrations.CreateModel(
            name='ArchivePackage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('files', models.PositiveIntegerField(verbose_name='files')),
                ('events', models.PositiveIntegerField(verbose_name='entries of the log')),
                ('last_hash', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packages', to='cases.case')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='package', to='cases.storedfile')),
            ],
            options={
                'verbose_name': 'archive package',
                'verbose_name_plural': 'archive packages',
                'ordering': ('case', '-version'),
                'constraints': [models.UniqueConstraint(fields=('case', 'version'), name='package_version_once')],
            },
        ),
        migrations.CreateModel(
            name='ResultCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shelf', models.CharField(max_length=40, verbose_name='shelf number')),
                ('on', models.DateField(verbose_name='copied on')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kept by')),
                ('case_item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='kept_copy', to='cases.caseitem', verbose_name='result')),
            ],
            options={
                'verbose_name': 'copy of a result',
                'verbose_name_plural': 'copies of results',
                'ordering': ('case_item',),
                'constraints': [models.CheckConstraint(condition=models.Q(('shelf', ''), _negated=True), name='copy_has_its_shelf', violation_error_message='A copy lies on a shelf that has a number.')],
            },
        ),
        migrations.RunPython(protect, release),
    ]
