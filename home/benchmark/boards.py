"""How long the numbers of a dashboard are counted in the background, as the task worker counts them, and what memory."""

from collections.abc import Iterator

from django.test import RequestFactory
from django.urls import resolve, reverse

from cases.enums import PostRole
from cases.models import User
from home.benchmark import apart
from home.benchmark.figures import Figure, asked

POSTS = tuple(role for role in PostRole if role not in {PostRole.SERVICE_AGENT, PostRole.UNIT_AGENT})
NAME = "Dashboard of the manager of the whole city: its numbers counted"
MEMORY = 300  # MB at most, of the whole process


def path(role: PostRole) -> str:
    """The address of the dashboard of a post."""
    return reverse("office:board_of", args=[role.value])


def figures(manager: User, only: str = "") -> Iterator[Figure]:
    """It reads every case, so it grows with them and has no target but its memory."""
    if not asked(NAME, only):
        return
    done, cost = apart.run(count, manager.pk)
    note = (
        f"{done} cases in {cost.took:.1f} s, {cost.busy * 1000 / max(done, 1):.2f} ms of processor time a case, "
        f"at most {cost.peak:.0f} MB of memory ({cost.before:.0f} MB before)"
    )
    yield Figure(NAME, cost.took * 1000, note=note, wrong="" if cost.peak < MEMORY else "too much memory")


def count(manager: int) -> int:
    """Open it where nothing is kept: tasks run at once here, so it is counted on the way. Returns over how many cases."""
    request = RequestFactory().get(path(PostRole.OVERALL_MANAGER), HTTP_HOST="localhost")
    request.user = User.objects.get(pk=manager)
    view, given, named = resolve(request.path)
    counted = view(request, *given, **named).context_data["counted"]
    return int(counted.cases)
