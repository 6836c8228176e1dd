"""What happens when the publishing workflow has let a page pass. Imported by Wagtail before any model exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from wagtail.models import WorkflowState


def publish(workflow_state: WorkflowState, user: AbstractUser | None = None) -> None:
    """Publish the approved version. The approval is the right to publish: reviewers have no other."""
    workflow_state.content_object.get_latest_revision().publish(user=user, skip_permission_checks=True)
