"""An administrator watches background work; without JavaScript the page asks again by itself."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import JobKind, JobState
from cases.models import Job, User
from tests.cast import Cast

SignIn = Callable[[User], Client]
REFRESH = 'http-equiv="refresh"'


@pytest.fixture
def job(cast: Cast) -> Job:
    return Job.objects.create(
        kind=JobKind.RECOMPUTE_DATES, state=JobState.RUNNING, total=40, done=10, counts={"told": 3}, made_by=cast.jin,
        data={"days": {}, "version": None},
    )  # fmt: skip


def page(client: Client, job: Job) -> str:
    return client.get(reverse("office:job", args=[job.pk])).content.decode()


def test_a_running_job_shows_how_far_it_is_and_asks_again(cast: Cast, job: Job, at_desk: SignIn) -> None:
    shown = page(at_desk(cast.jin), job)
    assert '<progress value="10" max="40"' in shown
    assert REFRESH in shown
    assert "Messages sent out" in shown
    assert "10 of 40" in at_desk(cast.jin).get(reverse("office:jobs")).content.decode()


def test_a_finished_job_does_not_ask_again(cast: Cast, job: Job, at_desk: SignIn) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=timezone.now())
    assert REFRESH not in page(at_desk(cast.jin), job)


def test_a_failed_job_is_started_again_by_the_administrator(cast: Cast, job: Job, at_desk: SignIn) -> None:
    client, url = at_desk(cast.jin), reverse("office:job_retry", args=[job.pk])
    assert "Only work that failed" in client.post(url, follow=True).content.decode()
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=timezone.now(), error="OSError: 示例")
    assert "OSError: 示例" in page(client, job)
    assert at_desk(cast.chen).post(url).status_code == 403
    assert client.post(url).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.finished_at) == (JobState.WAITING, None)
