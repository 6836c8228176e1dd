"""Every page of the portal and what belongs to it. A database on which every earlier migration ran goes on from here without a change.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import portal.conditions
import portal.models.kiosk
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from cases.migrations._together import Together


class Migration(migrations.Migration):

    replaces = [
        ('portal', '0001_initial'),
        ('portal', '0002_asking'),
        ('portal', '0003_benefits'),
        ('portal', '0004_review_dates'),
        ('portal', '0005_terminals'),
        ('portal', '0006_kept_true'),
        ('portal', '0007_question_policies'),
        ('portal', '0008_english_texts_and_forms_filled_in'),
        ('portal', '0009_benefit_amounts'),
    ]

    initial = True

    dependencies = [
        ('cases', '0002_service'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='CategoryIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                ],
                options={
                    'verbose_name': 'category list',
                    'verbose_name_plural': 'category lists',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='ChecklistIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                ],
                options={
                    'verbose_name': 'list of checklists',
                    'verbose_name_plural': 'lists of checklists',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='GuideIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                ],
                options={
                    'verbose_name': 'guide list',
                    'verbose_name_plural': 'guide lists',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='NoticeIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                ],
                options={
                    'verbose_name': 'list of notices',
                    'verbose_name_plural': 'lists of notices',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='NoticePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, verbose_name='text')),
                    ('kind', models.CharField(choices=[('news', 'News'), ('praise', 'Praise'), ('criticism', 'Criticism'), ('consultation', 'Consultation')], default='news', max_length=12, verbose_name='kind')),
                    ('date', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                    ('body_en', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, help_text='Readers of English get it instead of the Chinese text; empty: the Chinese text, and that it is Chinese.', verbose_name='text (English)')),
                ],
                options={
                    'verbose_name': 'notice',
                    'verbose_name_plural': 'notices',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='PolicyExplanationPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, verbose_name='text')),
                    ('for_whom', models.TextField(blank=True, max_length=300, verbose_name='who benefits')),
                    ('how', models.TextField(blank=True, max_length=300, verbose_name='how to use it')),
                    ('until', models.CharField(blank=True, max_length=100, verbose_name='until when')),
                    ('benefits', wagtail.fields.StreamField([('benefit', 12)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'benefit', 'max_length': 80}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'benefit (English)', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'what it brings', 'max_length': 300}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'what it brings (English)', 'max_length': 400, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'help_text': 'As the policy names it. Empty: readers are told that it names no amount.', 'label': 'how much', 'max_length': 120, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'how much (English)', 'max_length': 160, 'required': False}), 6: ('wagtail.blocks.DateBlock', (), {'help_text': 'Empty: without an end.', 'label': 'in force until', 'required': False}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': portal.conditions.fact_choices, 'label': 'fact of the project'}), 8: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('in', 'is one of'), ('not', 'is none of'), ('least', 'is at least'), ('most', 'is at most')], 'label': 'comparison'}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': 'Codes with commas between them (IND,WHS · 370783 · private · yes), or a number; money in ten thousand yuan.', 'label': 'value', 'max_length': 200}), 10: ('wagtail.blocks.StructBlock', [[('fact', 7), ('op', 8), ('value', 9)]], {}), 11: ('wagtail.blocks.ListBlock', (10,), {'help_text': 'All of them have to hold.', 'label': 'conditions', 'min_num': 1}), 12: ('wagtail.blocks.StructBlock', [[('name', 0), ('name_en', 1), ('what', 2), ('what_en', 3), ('amount', 4), ('amount_en', 5), ('until', 6), ('conditions', 11)]], {})}, verbose_name='benefits')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                    ('body_en', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, help_text='Readers of English get it instead of the Chinese text; empty: the Chinese text, and that it is Chinese.', verbose_name='text (English)')),
                ],
                options={
                    'verbose_name': 'policy explanation',
                    'verbose_name_plural': 'policy explanations',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='PolicyIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                ],
                options={
                    'verbose_name': 'policy list',
                    'verbose_name_plural': 'policy lists',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='QuestionIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                ],
                options={
                    'verbose_name': 'list of questions',
                    'verbose_name_plural': 'lists of questions',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='StandardPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, verbose_name='text')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                    ('body_en', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, help_text='Readers of English get it instead of the Chinese text; empty: the Chinese text, and that it is Chinese.', verbose_name='text (English)')),
                ],
                options={
                    'verbose_name': 'page of text',
                    'verbose_name_plural': 'pages of text',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='CategoryPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, verbose_name='text')),
                    ('category', models.OneToOneField(help_text='Title, address, stages and items of the page come from this record and its matrix.', on_delete=django.db.models.deletion.PROTECT, related_name='category_page', to='cases.projectcategory', verbose_name='project category')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                    ('body_en', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, help_text='Readers of English get it instead of the Chinese text; empty: the Chinese text, and that it is Chinese.', verbose_name='text (English)')),
                ],
                options={
                    'verbose_name': 'category guide',
                    'verbose_name_plural': 'category guides',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='ChecklistPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, verbose_name='text')),
                    ('category', models.OneToOneField(help_text='Title, address, items and papers of the checklist come from this record and the catalogue.', on_delete=django.db.models.deletion.PROTECT, related_name='checklist_page', to='cases.projectcategory', verbose_name='project category')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                    ('body_en', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, help_text='Readers of English get it instead of the Chinese text; empty: the Chinese text, and that it is Chinese.', verbose_name='text (English)')),
                ],
                options={
                    'verbose_name': 'checklist',
                    'verbose_name_plural': 'checklists',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='DifferentPersonTask',
                fields=[
                    ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                    ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
                ],
                options={
                    'verbose_name': 'approval by another person',
                    'verbose_name_plural': 'approvals by another person',
                },
                bases=('wagtailcore.task',),
            ),
            migrations.CreateModel(
                name='GuidePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, verbose_name='text')),
                    ('mistakes', wagtail.fields.RichTextField(blank=True, help_text='What is often returned, and why.', verbose_name='common mistakes')),
                    ('item', models.OneToOneField(help_text='Title, address and all facts of the guide come from this record; change them in the catalogue.', on_delete=django.db.models.deletion.PROTECT, related_name='guide_page', to='cases.approvalitem', verbose_name='approval item')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                    ('examples', wagtail.fields.StreamField([('filled', 6), ('example', 8)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'which form', 'max_length': 80}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'field of the form', 'max_length': 60}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'what stands there', 'max_length': 300}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'what to look at', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('field', 1), ('value', 2), ('why', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'fields'}), 6: ('wagtail.blocks.StructBlock', [[('title', 0), ('rows', 5), ('note', 3)]], {}), 7: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 8: ('wagtail.blocks.StructBlock', [[('title', 0), ('document', 7), ('note', 3)]], {})}, help_text='Forms of an invented enterprise, filled in as they should be.', verbose_name='examples of well-filled forms')),
                    ('successor', models.ForeignKey(blank=True, help_text='Only for an item that is no longer in force: where readers go on.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.approvalitem', verbose_name='replaced by')),
                    ('body_en', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, help_text='Readers of English get it instead of the Chinese text; empty: the Chinese text, and that it is Chinese.', verbose_name='text (English)')),
                    ('mistakes_en', wagtail.fields.RichTextField(blank=True, verbose_name='common mistakes (English)')),
                ],
                options={
                    'verbose_name': 'guide',
                    'verbose_name_plural': 'guides',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='PolicyPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('number', models.CharField(blank=True, max_length=60, verbose_name='document number')),
                    ('issuer', models.CharField(max_length=100, verbose_name='issuing body')),
                    ('issued_on', models.DateField(verbose_name='date of the document')),
                    ('status', models.CharField(choices=[('in_force', 'In force'), ('trial', 'In force on trial'), ('expired', 'Expired'), ('replaced', 'Replaced')], default='in_force', max_length=10, verbose_name='status')),
                    ('full_text', wagtail.fields.RichTextField(help_text='The official text, unchanged; only headings are marked.', verbose_name='full text')),
                    ('attachments', wagtail.fields.StreamField([('document', 0), ('note', 1)], blank=True, block_lookup={0: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'note'})}, verbose_name='attachments')),
                    ('categories', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='None: it concerns them all.', to='cases.projectcategory', verbose_name='categories')),
                    ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.policypage', verbose_name='replaced by')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                    ('expires_on', models.DateField(blank=True, help_text='Empty: without an end. After this day its benefits are no longer offered, without anybody doing anything.', null=True, verbose_name='last day in force')),
                    ('regions', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Where it holds; everything inside counts.', to='cases.region', verbose_name='places')),
                    ('stages', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='None: it concerns them all.', to='cases.stage', verbose_name='stages')),
                    ('fields', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='For whom it is: building a plant, selling buildings, renewing estates. New ones under Settings.', related_name='policies', to='portal.policyfield', verbose_name='fields')),
                ],
                options={
                    'verbose_name': 'policy',
                    'verbose_name_plural': 'policies',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='QuestionPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('title_en', models.CharField(blank=True, help_text='Shown to readers of English; empty: the title.', max_length=255, verbose_name='title (English)')),
                    ('lead', models.TextField(blank=True, help_text='One or two sentences under the title, also shown in lists.', max_length=300, verbose_name='lead')),
                    ('lead_en', models.TextField(blank=True, max_length=500, verbose_name='lead (English)')),
                    ('reviewed_on', models.DateField(blank=True, help_text='The day on which somebody last checked that this is true.', null=True, verbose_name='reviewed on')),
                    ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, verbose_name='text')),
                    ('topic', models.CharField(choices=[('service', 'About the service'), ('apply', 'Applying and signing'), ('land', 'Filing, land and planning'), ('permit', 'Construction permit'), ('finish', 'Completion and registration'), ('easier', 'Easier ways'), ('money', 'Fees and charges')], default='service', max_length=10, verbose_name='topic')),
                    ('answer', models.TextField(help_text='One to three sentences that suffice for most readers.', max_length=400, verbose_name='short answer')),
                    ('answer_en', models.TextField(blank=True, max_length=600, verbose_name='short answer (English)')),
                    ('review_by', models.DateField(blank=True, help_text='Checked again at the latest then; who keeps it is reminded.', null=True, verbose_name='review by')),
                    ('items', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='questions', to='cases.approvalitem', verbose_name='related items')),
                    ('keeper', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it')),
                    ('source', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.publicletter', verbose_name='question it was made of')),
                    ('policies', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='questions', to='portal.policypage', verbose_name='related policies')),
                    ('body_en', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 5), ('steps', 10), ('details', 13), ('download', 16)], blank=True, block_lookup={0: ('portal.blocks.HeadingBlock', (), {'max_length': 80}), 1: ('portal.blocks.TextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link']}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Good to know'), ('due', 'Take care'), ('late', 'A common mistake'), ('good', 'An easier way')], 'label': 'kind'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'text'}), 5: ('wagtail.blocks.StructBlock', [[('tone', 2), ('title', 3), ('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 60}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ul'], 'label': 'what happens', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'steps'}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'what is hidden', 'max_length': 100}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 150, 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('document', 14), ('note', 15)]], {})}, help_text='Readers of English get it instead of the Chinese text; empty: the Chinese text, and that it is Chinese.', verbose_name='text (English)')),
                ],
                options={
                    'verbose_name': 'question and answer',
                    'verbose_name_plural': 'questions and answers',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='DirectAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(blank=True, max_length=200, verbose_name='question')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                    ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                    ('station', models.CharField(blank=True, help_text='The terminal, if at one.', max_length=20, verbose_name='station code')),
                ],
                options={
                    'verbose_name': 'question answered at once',
                    'verbose_name_plural': 'questions answered at once',
                    'ordering': ('-at', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='Kiosk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(help_text='Capital letters, digits and hyphens, for example WF-01. It stands at the foot of every page.', max_length=20, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z0-9-]+\\Z')], verbose_name='station code')),
                    ('place', models.CharField(max_length=100, verbose_name='where it stands')),
                    ('key', models.CharField(default=portal.models.kiosk.make_key, help_text='Switches the terminal on and off. Whoever changes it switches the terminal off.', max_length=64, validators=[django.core.validators.MinLengthValidator(16)], verbose_name='key')),
                    ('idle_seconds', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(600)], verbose_name='cleared after so many seconds without a touch')),
                    ('active', models.BooleanField(default=True, verbose_name='in use')),
                ],
                options={
                    'verbose_name': 'terminal in a service hall',
                    'verbose_name_plural': 'terminals in service halls',
                    'ordering': ('code',),
                },
            ),
            migrations.CreateModel(
                name='PolicyField',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                    ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                    ('slug', models.SlugField(max_length=40, unique=True, verbose_name='address')),
                    ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ],
                options={
                    'verbose_name': 'field of policies',
                    'verbose_name_plural': 'fields of policies',
                    'ordering': ('order', 'slug'),
                },
            ),
            migrations.CreateModel(
                name='WithdrawalProposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(max_length=300, verbose_name='reason')),
                    ('state', models.CharField(choices=[('open', 'waits for another person'), ('agreed', 'agreed'), ('refused', 'refused'), ('taken_back', 'taken back')], default='open', max_length=10, verbose_name='state')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed at')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                    ('answer', models.CharField(blank=True, max_length=300, verbose_name='answer')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page that replaces it')),
                ],
                options={
                    'verbose_name': 'proposal to withdraw a page',
                    'verbose_name_plural': 'proposals to withdraw pages',
                    'ordering': ('-asked_at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('page',), name='one_open_withdrawal_per_page', violation_error_message='A withdrawal of this page waits already.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'open')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('state', 'open'), _negated=True)), _connector='OR'), name='withdrawal_decided_by_somebody', violation_error_message='A decision has its person and its moment.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('agreed', 'refused')), _negated=True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='withdrawal_decided_by_another', violation_error_message='Somebody else has to decide on what you proposed.')],
                },
            ),
            migrations.CreateModel(
                name='WordsCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('why', models.CharField(choices=[('changed', 'the record has changed: check the words'), ('retired', 'the item is no longer in force: say what replaces it'), ('returned', 'the item is in force again: check the words')], max_length=10, verbose_name='why')),
                    ('changes', models.JSONField(default=list, verbose_name='what has changed')),
                    ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                    ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                    ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                    ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words_checks', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ],
                options={
                    'verbose_name': 'words to check',
                    'verbose_name_plural': 'words to check',
                    'ordering': ('since', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('page',), name='one_open_words_check_per_page')],
                },
            ),
        ]),
    ]
