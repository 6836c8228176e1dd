"""`setup` makes an installation ready, and may be repeated without harm."""

from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from cases.findings import OPEN
from cases.management.demo_accounts import ACCOUNTS
from cases.models import Case, Circular, Evaluation, Finding, Inspection, ReferenceVersion, User
from cases.queries import findings, people


def _setup(**options: bool) -> list[str]:
    out = StringIO()
    call_command("setup", stdout=out, **options)
    return [line[2:18].strip() for line in out.getvalue().splitlines()]


@pytest.mark.django_db
def test_on_a_demo_machine_the_printed_accounts_sign_in_and_a_second_run_adds_nothing(settings: LazySettings) -> None:
    settings.DEBUG = True
    assert _setup() == ["texts", "database", "reference data", "pages", "demo data"]
    answers = {}
    for _role, email, password in ACCOUNTS:
        response = Client().post("/accounts/login/", {"login": email, "password": password})
        answers[email] = response.headers.get("Location", "") in {"/my/", "/office/", "/cms/"}
    assert answers == dict.fromkeys(answers, True)
    # What supervision has begun can be ended by those who are listed: by one who judges, once the unit concerned was heard.
    listed = {email for _role, email, _password in ACCOUNTS}
    for finding in Finding.objects.filter(status__in=OPEN):
        assert listed & {user.email for user in findings.judges(finding)}, finding
        assert listed & {user.email for user in people.of_units([finding.unit])}, finding
    _tells_what_is(Inspection.objects.get())
    before = (User.objects.count(), Case.objects.count(), ReferenceVersion.objects.count())
    assert _setup() == ["texts", "database", "reference data", "pages"]
    assert (User.objects.count(), Case.objects.count(), ReferenceVersion.objects.count()) == before


def _tells_what_is(row: Inspection) -> None:
    """The answer about limits is that of the sample, and what is praised in public is not what was rated as bad."""
    late = [case for case in row.sample.all() if case.next_due and case.next_due < row.planned_on]
    assert row.answers.get(question__order=1).answer == ("no" if late else "yes")
    assert Evaluation.objects.filter(level__lte=2).exists()
    assert not any("满意" in text for text in Circular.objects.values_list("text", flat=True))


@pytest.mark.django_db
def test_in_production_and_on_request_nobody_is_invented(settings: LazySettings) -> None:
    assert "demo data" not in _setup()
    settings.DEBUG = True
    assert "demo data" not in _setup(no_demo=True)
    assert not User.objects.exists()
