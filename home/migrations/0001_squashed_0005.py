"""The home page, settings, synonyms and what readers read. A database on which every earlier migration ran goes on from here without a change.
"""

import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('home', '0001_initial'),
        ('home', '0002_reading'),
        ('home', '0003_synonyms'),
        ('home', '0004_settings_in_english'),
        ('home', '0005_synonyms_of_several_words'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                ('free_zh', models.TextField(help_text='Stands above the steps.', max_length=300, verbose_name='statement that the service is free (Chinese)')),
                ('free_en', models.TextField(blank=True, max_length=400, verbose_name='statement that the service is free (English)')),
                ('schemes', wagtail.fields.StreamField([('scheme', 10)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'title (Chinese)', 'max_length': 60}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'title (English)', 'max_length': 100, 'required': False}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'who may use it (Chinese)'}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'who may use it (English)', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'step (Chinese)', 'max_length': 40}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'step (English)', 'max_length': 80, 'required': False}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'what happens (Chinese)', 'max_length': 200}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'what happens (English)', 'max_length': 300, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title_zh', 4), ('title_en', 5), ('text_zh', 6), ('text_en', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('title_zh', 0), ('title_en', 1), ('who_zh', 2), ('who_en', 3), ('steps', 9)]], {})}, verbose_name='how the service goes')),
                ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
            ],
            options={
                'verbose_name': 'home page',
                'verbose_name_plural': 'home pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='帮代办服务', max_length=60, verbose_name='name of the service')),
                ('name_en', models.CharField(default='Assisted Approval Service', max_length=100, verbose_name='name (English)')),
                ('slogan', models.CharField(blank=True, default='企业办事零跑腿，部门上门多跑腿', max_length=100, verbose_name='slogan')),
                ('slogan_en', models.CharField(blank=True, default='We make the trips, you build the project', max_length=150, verbose_name='slogan (English)')),
                ('hotline', models.CharField(blank=True, default='12345', max_length=30, verbose_name='hotline')),
                ('supervision_phone', models.CharField(blank=True, default='12345', help_text='Where readers complain.', max_length=30, verbose_name='supervision phone')),
                ('hours', models.CharField(blank=True, max_length=100, verbose_name='office hours')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('host_unit', models.CharField(blank=True, max_length=100, verbose_name='host')),
                ('run_unit', models.CharField(blank=True, max_length=100, verbose_name='operated by')),
                ('site_code', models.CharField(blank=True, max_length=20, verbose_name='website identification code')),
                ('icp', models.CharField(blank=True, max_length=60, verbose_name='ICP record number')),
                ('police_record', models.CharField(blank=True, max_length=60, verbose_name='public security record number')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ('address_en', models.CharField(blank=True, max_length=300, verbose_name='address (English)')),
                ('host_unit_en', models.CharField(blank=True, max_length=200, verbose_name='host (English)')),
                ('hours_en', models.CharField(blank=True, max_length=150, verbose_name='office hours (English)')),
                ('run_unit_en', models.CharField(blank=True, max_length=200, verbose_name='operated by (English)')),
            ],
            options={
                'verbose_name': 'site settings',
            },
        ),
        migrations.CreateModel(
            name='MissedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=100, unique=True, verbose_name='words')),
                ('times', models.PositiveIntegerField(default=0, verbose_name='how often')),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last time')),
            ],
            options={
                'verbose_name': 'search without result',
                'verbose_name_plural': 'searches without result',
                'ordering': ('-times', '-last_at'),
            },
        ),
        migrations.CreateModel(
            name='BrokenLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(max_length=300, verbose_name='leads to')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='found')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'verbose_name': 'broken link',
                'verbose_name_plural': 'broken links',
                'ordering': ('page', 'target'),
            },
        ),
        migrations.CreateModel(
            name='PageFeedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('useful', models.BooleanField(verbose_name='useful')),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='what was missing')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'verbose_name': 'opinion on a page',
                'verbose_name_plural': 'opinions on pages',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Synonyms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('words', models.CharField(help_text='Parted by commas or spaces, the official word last. English words of several parts: by commas.', max_length=300, verbose_name='words that mean the same')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
            ],
            options={
                'verbose_name': 'synonyms',
                'verbose_name_plural': 'synonyms of the search',
                'ordering': ('pk',),
            },
        ),
    ]
