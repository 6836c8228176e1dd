# What agreements print of the agency: its credit code and who is in charge.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_plan_measures'),
    ]

    operations = [
        migrations.AddField(
            model_name='unit',
            name='head',
            field=models.CharField(blank=True, max_length=60, verbose_name='person in charge'),
        ),
        migrations.AddField(
            model_name='unit',
            name='uscc',
            field=models.CharField(blank=True, max_length=18, verbose_name='unified social credit code'),
        ),
    ]
