"""The approval step of the publishing workflow: nobody approves what they wrote or sent."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


class DifferentPersonTask(AbstractGroupApprovalTask):
    """Approval by a member of the groups who neither asked for it nor wrote the version at hand (issue: writer ≠ approver)."""

    class Meta:
        verbose_name = _("approval by another person")
        verbose_name_plural = _("approvals by another person")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of the chosen groups approve it, but nobody approves their own words."))

    def is_own(self, obj: Any, user: AbstractUser) -> bool:
        """Did ``user`` send ``obj`` for approval, or write its latest version?"""
        state = obj.current_workflow_state
        revision = obj.get_latest_revision()
        asked = state.requested_by_id if state else None
        return user.pk in {asked, revision.user_id if revision else None}

    def get_actions(self, obj: Any, user: AbstractUser) -> list[tuple[str, str, bool]]:
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        if self.is_own(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: TaskState, user: AbstractUser, action_name: str, **kwargs: Any) -> Any:
        # Asked again here: saving in the editor may just have made the approver the writer.
        page = task_state.workflow_state.content_object
        if action_name == "approve" and self.is_own(page, user):
            self.follow_text(page)
            raise PermissionDenied(_("Somebody else has to approve what you wrote."))
        return super().on_action(task_state, user, action_name, **kwargs)

    @staticmethod
    def follow_text(page: Any) -> None:
        """The review is about the text as it is now, also when a reviewer has changed it; else it would begin anew."""
        state = page.current_workflow_task_state
        if state is not None:
            state.revision = page.get_latest_revision()
            state.save(update_fields=["revision"])
