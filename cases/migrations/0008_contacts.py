"""Contacts are written once; facts say by which way a step was served and where it was filed."""

import importlib

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

append_only = importlib.import_module("cases.migrations.0002_append_only")
TABLES = ("cases_contact",)
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


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_items_added_and_dropped'),
    ]

    operations = [
        migrations.RunPython(let_facts_change, protect_facts),
        migrations.AddField(
            model_name='itemfact',
            name='filed',
            field=models.CharField(blank=True, choices=[('window', 'At the window'), ('platform', 'On the national investment project platform')], max_length=10, verbose_name='filed'),
        ),
        migrations.AddField(
            model_name='itemfact',
            name='way',
            field=models.CharField(blank=True, choices=[('agent_visit', 'An agent came and ran the errand'), ('officer_visit', 'An approving officer came to the enterprise'), ('online', 'Wholly online'), ('enterprise_came', 'The enterprise came')], max_length=16, verbose_name='way of the step'),
        ),
        migrations.AlterField(
            model_name='issueddocument',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Receipt of the application'), ('correction', 'Correction notice'), ('agreement', 'Agreement'), ('authorisation', 'Authorisation'), ('minutes', 'Minutes'), ('notification', 'One-off notification'), ('flow_table', 'Service flow table'), ('roadmap', 'Roadmap'), ('suspension', 'Suspension form'), ('resumption', 'Resumption form'), ('completion', 'Completion form'), ('mailing', 'Mail record'), ('visit', 'Visit record')], max_length=20, verbose_name='document'),
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('agent_visit', 'An agent came and ran the errand'), ('officer_visit', 'An approving officer came to the enterprise'), ('online', 'Wholly online'), ('enterprise_came', 'The enterprise came')], max_length=16, verbose_name='way')),
                ('on', models.DateField(verbose_name='date')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('people', models.CharField(max_length=300, verbose_name='people of the service')),
                ('met', models.CharField(blank=True, max_length=300, verbose_name='people of the enterprise')),
                ('purpose', models.TextField(verbose_name='purpose and result')),
                ('vehicle', models.CharField(blank=True, max_length=60, verbose_name='vehicle')),
                ('why_came', models.CharField(blank=True, max_length=300, verbose_name='why the enterprise had to come')),
                ('void', models.BooleanField(default=False, verbose_name='did not take place')),
                ('what_was_wrong', models.CharField(blank=True, max_length=300, verbose_name='what was wrong')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='cases.case')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='cases.contact')),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.issueddocument')),
                ('items', models.ManyToManyField(blank=True, related_name='contacts', to='cases.caseitem', verbose_name='items')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ('-on', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('way', 'enterprise_came'), _negated=True), models.Q(('why_came', ''), _negated=True), _connector='OR'), name='coming_has_its_reason', violation_error_message='Say why the enterprise had to come, so that it can be avoided.'), models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('void', False)), models.Q(('corrects__isnull', False), models.Q(('what_was_wrong', ''), _negated=True)), _connector='OR'), name='contact_correction_says_why', violation_error_message='Say what was wrong.')],
            },
        ),
        migrations.RunPython(protect_facts, let_facts_change),
        migrations.RunPython(protect, release),
    ]
