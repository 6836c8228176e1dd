"""Who may do what on the publishing side, as rows: two groups and one workflow on the whole tree. Safe to run again."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
)
from wagtail.models import WorkflowTask as WorkflowTaskOrder

from cases.models import User
from home.models import Synonyms
from portal.models import DifferentPersonTask

PROMOTERS = "政策宣讲员"
REVIEWERS = "发布审核"
WORKFLOW = "发布前由另一人审核"
TASK = "另一位审核人员"  # the button says 提交给…
STOCK_GROUPS = ("Editors", "Moderators")
STOCK_WORKFLOW, STOCK_ROOT = "Moderators approval", "Root"
RETIRED, ALL_PAGES, ALL_FILES = "原装审核流程（已停用）", "全部页面", "全部文件"


def may_approve(user: User) -> bool:
    """Members of the group of reviewers, and administrators of the publishing side."""
    return user.is_active and (user.is_superuser or user.groups.filter(name=REVIEWERS).exists())


def another_may_approve(user: User) -> bool:
    """Whether there is anybody else who could approve what this person wrote."""
    others = User.objects.filter(is_active=True, is_staff=True).exclude(pk=user.pk)
    return others.filter(Q(is_superuser=True) | Q(groups__name=REVIEWERS)).exists()


def set_up(root: Page) -> Workflow:
    """Groups, their permissions on ``root`` and everything below, and the workflow that publishes. Returns the workflow."""
    promoters = _group(PROMOTERS, root, ("add_page", "change_page"))
    reviewers = _group(REVIEWERS, root, ("change_page", "lock_page"))
    for group in (promoters, reviewers):
        _media(group)
        _searching(group)
    task = DifferentPersonTask.objects.first() or DifferentPersonTask()
    task.name = TASK
    task.save()
    task.groups.set([reviewers])
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTaskOrder.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    kind = ContentType.objects.get_for_model(Synonyms)
    WorkflowContentType.objects.update_or_create(content_type=kind, defaults={"workflow": workflow})
    # The groups of the stock installation could publish without anybody else.
    Group.objects.filter(name__in=STOCK_GROUPS, user__isnull=True).delete()
    _speak_chinese()
    return workflow


def _speak_chinese() -> None:
    """Rows that the stock installation names in English: the retired workflow with its task, and both roots."""
    for kind in (Workflow, Task):
        kind.objects.filter(name=STOCK_WORKFLOW).update(name=RETIRED, active=False)
    Page.objects.filter(depth=1, title=STOCK_ROOT).update(title=ALL_PAGES, draft_title=ALL_PAGES)
    Collection.objects.filter(depth=1, name=STOCK_ROOT).update(name=ALL_FILES)


def _group(name: str, root: Page, codenames: tuple[str, ...]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    return group


def _searching(group: Group) -> None:
    """Synonyms, which another person approves, and results that stand first, which only reorder what is approved."""
    wanted = {
        "home": ("add_synonyms", "change_synonyms"),
        "portal": ("add_policyfield", "change_policyfield"),
        "wagtailsearchpromotions": ("add_searchpromotion", "change_searchpromotion", "delete_searchpromotion"),
    }
    for app, names in wanted.items():
        group.permissions.add(*Permission.objects.filter(content_type__app_label=app, codename__in=names))


def _media(group: Group) -> None:
    """Pictures and downloads: add, choose, change their own."""
    root = Collection.get_first_root_node()
    for app, names in (
        ("wagtailimages", ("add_image", "choose_image")),
        ("wagtaildocs", ("add_document", "choose_document")),
    ):
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=names):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
