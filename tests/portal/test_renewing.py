"""Better start content reaches pages that nobody has touched, and no other."""

import pytest

from cases.models import User
from portal.loading import Loader
from portal.models import GuidePage, PolicyPage

pytestmark = pytest.mark.usefixtures("pages")


def test_a_second_run_changes_nothing() -> None:
    loader = Loader()
    assert (loader.run(), loader.renewed) == (0, 0)


def test_tags_and_common_mistakes_come_to_pages_as_they_were_loaded() -> None:
    policy, guide = PolicyPage.objects.get(slug="weifang-0n"), GuidePage.objects.get(item__code="C05")
    policy.fields, policy.stages, policy.regions = [], [], []
    policy.save()
    GuidePage.objects.filter(pk=guide.pk).update(mistakes="<p>旧的</p>", examples="[]")
    loader = Loader()
    assert (loader.run(), loader.renewed) == (0, 2)
    assert PolicyPage.objects.get(pk=policy.pk).regions.exists()
    renewed = GuidePage.objects.get(pk=guide.pk)
    assert "3个月" in renewed.mistakes
    assert renewed.examples[0].value["rows"]
    assert renewed.live_revision.as_object().mistakes == renewed.mistakes


def test_what_an_editor_wrote_stays() -> None:
    editor = User.objects.create_user("editor@example.com", "x" * 12, name="示例编辑", is_staff=True)
    policy, guide = PolicyPage.objects.get(slug="weifang-0n"), GuidePage.objects.get(item__code="C05")
    policy.fields, policy.stages, policy.regions = [], [], []
    policy.save_revision(user=editor).publish()
    guide.mistakes = "<p>本地窗口的提醒</p>"
    guide.save_revision(user=editor).publish()
    loader = Loader()
    assert (loader.run(), loader.renewed) == (0, 0)
    assert not PolicyPage.objects.get(pk=policy.pk).regions.exists()
    assert GuidePage.objects.get(pk=guide.pk).mistakes == "<p>本地窗口的提醒</p>"


def test_every_guide_names_common_mistakes_and_nine_have_a_form_filled_in() -> None:
    guides = GuidePage.objects.filter(live=True)
    assert [guide.item.code for guide in guides if guide.mistakes.count("<li>") < 2] == []
    shown = [guide for guide in guides if guide.examples]
    assert len(shown) == 9
    assert all("示例" in str(guide.examples) for guide in shown)
