"""The works stand in the plan with their own days, and their facts in a table of their own; special procedures have a kind."""

import importlib

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

append_only = importlib.import_module("cases.migrations.0002_append_only")
TABLES = ("cases_worksfact",)
FACTS = ("cases_itemfact",)  # SQLite makes this table anew and loses its triggers


def _all(statements, schema_editor):
    for statement in statements:
        schema_editor.execute(statement, params=None)


def let_facts_change(apps, schema_editor):
    _all(append_only.release_sql(schema_editor.connection.vendor, FACTS), schema_editor)


def protect_facts(apps, schema_editor):
    _all(append_only.protect_sql(schema_editor.connection.vendor, FACTS), schema_editor)


def protect(apps, schema_editor):
    _all(append_only.protect_sql(schema_editor.connection.vendor, TABLES), schema_editor)


def release(apps, schema_editor):
    _all(append_only.release_sql(schema_editor.connection.vendor, TABLES), schema_editor)


def lengths(apps, schema_editor):
    """A day that was assumed for the end of the works becomes their length from the last permit before them."""
    plans = apps.get_model("cases", "Plan").objects.filter(works_completed__isnull=False)
    for plan in plans.prefetch_related("rows__case_item__item"):
        before = [row for row in plan.rows.all() if row.end and row.end <= plan.works_completed]
        permits = [row for row in before if row.case_item.item.code == "C05"] or before
        plan.works_start = max((row.end for row in permits), default=min(plan.start, plan.works_completed))
        plan.works_days = (plan.works_completed - plan.works_start).days
        plan.save(update_fields=["works_start", "works_days"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0022_staffing'),
    ]

    operations = [
        migrations.RunPython(let_facts_change, protect_facts),
        migrations.AddField(
            model_name='itemfact',
            name='special',
            field=models.CharField(blank=True, choices=[('hearing', 'Hearing'), ('survey', 'Site survey'), ('experts', 'Expert review'), ('assessment', 'Technical assessment'), ('test', 'Inspection or test'), ('quarantine', 'Quarantine inspection'), ('appraisal', 'Expert appraisal'), ('tender', 'Tender'), ('auction', 'Auction'), ('publicity', 'Public notice'), ('other', 'Another procedure')], max_length=10, verbose_name='special procedure'),
        ),
        migrations.AddField(
            model_name='plan',
            name='works_bound_by',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name='plan',
            name='works_critical',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='plan',
            name='works_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='length of the works (calendar days)'),
        ),
        migrations.AddField(
            model_name='plan',
            name='works_start',
            field=models.DateField(blank=True, null=True, verbose_name='works begin'),
        ),
        migrations.AddField(
            model_name='planrow',
            name='days_without',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days without a measure'),
        ),
        migrations.AlterField(
            model_name='datemove',
            name='what',
            field=models.CharField(choices=[('correction', 'Correction of the application'), ('flow_table', 'Flow table of a group'), ('enquiry', 'Answer to an enquiry'), ('transfer', 'Answer to a transfer'), ('second_meeting', 'Second project generation meeting'), ('delivery', 'Delivery of the results'), ('promised', 'Promised limit'), ('statutory', 'Legal limit'), ('special', 'Special procedure'), ('plan', 'End by the roadmap (forecast)'), ('milestone', 'Milestone of the roadmap (forecast)')], max_length=20, verbose_name='date'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='works_completed',
            field=models.DateField(blank=True, null=True, verbose_name='works completed'),
        ),
        migrations.CreateModel(
            name='WorksFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('started', 'Works started'), ('completed', 'Works completed'), ('producing', 'Put into use or production')], max_length=10, verbose_name='what happened')),
                ('on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='works_facts', to='cases.case')),
            ],
            options={
                'ordering': ('case_id', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('on__isnull', False), models.Q(('note', ''), _negated=True), _connector='OR'), name='works_taken_back_with_reason', violation_error_message='Say why there is no day.')],
            },
        ),
        migrations.RunPython(protect_facts, let_facts_change),
        migrations.RunPython(protect, release),
        migrations.RunPython(lengths, migrations.RunPython.noop),
    ]
