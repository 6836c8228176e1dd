"""Originals that change hands against receipts; statutory charges per item and their payment. All of it is kept for good."""

import importlib

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

append_only = importlib.import_module("cases.migrations.0002_append_only")
TABLES = ("cases_itemfee", "cases_feepayment", "cases_originalhandover", "cases_originalline")


def protect(apps, schema_editor):
    for statement in append_only.protect_sql(schema_editor.connection.vendor, TABLES):
        schema_editor.execute(statement, params=None)


def release(apps, schema_editor):
    for statement in append_only.release_sql(schema_editor.connection.vendor, TABLES):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0029_project_facts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='issueddocument',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Receipt of the application'), ('correction', 'Correction notice'), ('agreement', 'Agreement'), ('authorisation', 'Authorisation'), ('minutes', 'Minutes'), ('notification', 'One-off notification'), ('flow_table', 'Service flow table'), ('roadmap', 'Roadmap'), ('suspension', 'Suspension form'), ('resumption', 'Resumption form'), ('completion', 'Completion form'), ('mailing', 'Mail record'), ('visit', 'Visit record'), ('transfer', 'Transfer slip'), ('supervision', 'Supervision order'), ('handover', 'Receipt of originals')], max_length=20, verbose_name='document'),
        ),
        migrations.CreateModel(
            name='ItemFee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='charge')),
                ('basis', models.CharField(max_length=300, verbose_name='legal ground')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(0)], verbose_name='amount (yuan)')),
                ('due', models.DateField(blank=True, null=True, verbose_name='due')),
                ('payer', models.CharField(choices=[('enterprise', 'The enterprise'), ('government', 'The government'), ('waived', 'Nobody: exempt or waived')], default='enterprise', max_length=12, verbose_name='who pays')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('void', models.BooleanField(default=False, verbose_name='not charged at all')),
                ('what_was_wrong', models.CharField(blank=True, max_length=300, verbose_name='what was wrong')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case_item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='cases.caseitem')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='cases.itemfee')),
            ],
            options={
                'ordering': ('case_item_id', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='FeePayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='paid on')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proof', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.storedfile', verbose_name='proof of payment')),
                ('fee', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='cases.itemfee')),
            ],
            options={
                'ordering': ('fee_id',),
            },
        ),
        migrations.CreateModel(
            name='OriginalHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('taken', 'Taken over from the enterprise'), ('lodged', 'Lodged with a unit'), ('fetched', 'Fetched from a unit'), ('returned', 'Returned to the enterprise')], max_length=10, verbose_name='what happened')),
                ('on', models.DateField(verbose_name='date')),
                ('giver', models.CharField(max_length=60, verbose_name='handed over by')),
                ('taker', models.CharField(max_length=60, verbose_name='received by')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='cases.case')),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handover', to='cases.issueddocument')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.unit', verbose_name='unit')),
            ],
            options={
                'ordering': ('case_id', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='OriginalLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('copies', models.PositiveSmallIntegerField(verbose_name='copies')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='cases.originalhandover')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='original_lines', to='cases.projectmaterial')),
            ],
            options={
                'ordering': ('handover_id', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='itemfee',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='fee_not_negative', violation_error_message='An amount is not negative.'),
        ),
        migrations.AddConstraint(
            model_name='itemfee',
            constraint=models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='fee_has_its_ground', violation_error_message='No charge without its legal ground.'),
        ),
        migrations.AddConstraint(
            model_name='itemfee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('void', False)), models.Q(('corrects__isnull', False), models.Q(('what_was_wrong', ''), _negated=True)), _connector='OR'), name='fee_correction_says_why', violation_error_message='Say what was wrong.'),
        ),
        migrations.AddConstraint(
            model_name='originalhandover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', True), ('kind__in', ['fetched', 'lodged']), ('unit__isnull', False)), models.Q(models.Q(('kind__in', ['fetched', 'lodged']), _negated=True), ('document__isnull', False), ('unit__isnull', True)), _connector='OR'), name='handover_has_unit_or_receipt', violation_error_message='With the enterprise there is a receipt, with a unit its name.'),
        ),
        migrations.AddConstraint(
            model_name='originalline',
            constraint=models.UniqueConstraint(fields=('handover', 'paper'), name='original_once_per_handover'),
        ),
        migrations.AddConstraint(
            model_name='originalline',
            constraint=models.CheckConstraint(condition=models.Q(('copies__gte', 1)), name='original_has_copies', violation_error_message='At least one copy changes hands.'),
        ),
        migrations.RunPython(protect, release),
    ]
