"""Many times as many cases, copied by PostgreSQL itself: writing a hundred thousand one batch after another takes an hour."""

from collections.abc import Iterator, Mapping

from django.core.management.base import CommandError
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from cases.enums import PostRole
from cases.models import (
    Alert,
    Case,
    CaseEvent,
    CaseItem,
    Evaluation,
    Finding,
    IssuedDocument,
    ItemFact,
    Plan,
    PlanRow,
    Post,
    Problem,
    Project,
    Signature,
    StoredFile,
    SupervisionOrder,
    TeamMember,
    User,
)
from home.benchmark import people

# In this order: what a row points to is there before it.
COPIED: tuple[type[models.Model], ...] = (
    Project, Case, CaseItem, StoredFile, IssuedDocument, Signature, ItemFact, Plan, PlanRow, CaseEvent, TeamMember,
    Alert, Alert.people.through, Problem, SupervisionOrder, Finding, Evaluation,
)  # fmt: skip
ROUND = "round.n"


def multiply(times: int, readers: people.Readers) -> None:
    """Copy every case with all that belongs to it until there are ``times`` as many; each copy has an agent of its own.

    So an agent has as much to do as before, while the lists of the office, of the city and of the whole grow.
    """
    if times < 2 or Case.objects.filter(number__endswith="LS-1").exists():
        return
    if connection.vendor != "postgresql":
        raise CommandError("Cases are copied by PostgreSQL: set DATABASE_URL.")
    agents = [readers.agent.pk, *(agent.pk for agent in _agents(times - 1, readers.agent))]
    steps = {model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in COPIED}
    with transaction.atomic(), connection.cursor() as cursor:
        for model in COPIED:
            cursor.execute(_sql(model, steps, agents), [times - 1])
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _agents(count: int, like: User) -> Iterator[User]:
    for number in range(1, count + 1):
        agent = people.person(f"agent{number}", f"帮办员{number}")
        for post in Post.objects.filter(user=like):
            people.post(agent, post.unit, PostRole(post.role))
        yield agent


def _sql(model: type[models.Model], steps: Mapping[type[models.Model], int], agents: list[int]) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, steps, agents) for field in fields)
    table = model._meta.db_table
    return f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" CROSS JOIN generate_series(1, %s) AS round(n)'  # noqa: S608  names of our own models


def _value(field: models.Field[object, object], steps: Mapping[type[models.Model], int], agents: list[int]) -> str:
    """How a column is copied: keys move on, the agent changes, what is unique stays so, everything else is the same."""
    column, own = f'"{field.model._meta.db_table}"."{field.column}"', steps.get(field.model, 0)
    target = steps.get(field.related_model) if isinstance(field.related_model, type) else None
    if field.primary_key:
        return f"{column} + {ROUND} * {own}"
    if target is not None:
        return f"{column} + {ROUND} * {target}"
    if field.related_model is User:
        listed = ", ".join(map(str, agents))
        return f"CASE WHEN {column} = {agents[0]} THEN (ARRAY[{listed}])[{ROUND} + 1] ELSE {column} END"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    # Turned round, or whoever looks for the number of a case would find its copies as well.
    return f"reverse({column}) || '-' || {ROUND}" if field.unique else column
