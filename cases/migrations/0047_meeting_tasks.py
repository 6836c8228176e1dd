# Hour, attendance, items and materials of meetings, and the tasks they set.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0046_public_figures'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='at',
            field=models.TimeField(blank=True, null=True, verbose_name='time of day'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='attended',
            field=models.ManyToManyField(blank=True, related_name='+', to='cases.unit', verbose_name='units that came'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='files',
            field=models.ManyToManyField(blank=True, related_name='+', to='cases.storedfile', verbose_name='materials for it'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='items',
            field=models.ManyToManyField(blank=True, related_name='meetings', to='cases.caseitem', verbose_name='items it is about'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='people',
            field=models.CharField(blank=True, max_length=500, verbose_name='who came'),
        ),
        migrations.CreateModel(
            name='MeetingTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='what was decided')),
                ('due', models.DateField(blank=True, null=True, verbose_name='by when')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='what came of it')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='cases.meeting')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.unit', verbose_name='responsible unit')),
            ],
            options={
                'verbose_name': 'task of a meeting',
                'verbose_name_plural': 'tasks of meetings',
                'ordering': ('meeting', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('unit__isnull', False), models.Q(('done_on__isnull', True), ('due__isnull', True)), _connector='OR'), name='meeting_task_has_unit', violation_error_message='A task has a responsible unit.')],
            },
        ),
    ]
