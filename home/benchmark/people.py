"""Who reads during the benchmark: an agent, a manager who sees a whole city, a unit's agent, an enterprise. All invented."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import translation

from cases.checks import uscc_check_character
from cases.enums import MemberRole, PostRole, UnitKind
from cases.models import Enterprise, Membership, Post, Unit, User, WorkGroup

COUNTY, CITY = "370783", "370700"
SINCE = date(2024, 1, 2)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Readers:
    """The people whose pages are measured."""

    agent: User
    manager: User
    unit_agent: User
    owner: User
    colleague: User
    others: dict[PostRole, User]  # by the post whose dashboard they read


def person(key: str, name: str) -> User:
    """Somebody by the address; made when there is nobody."""
    found = User.objects.filter(email=f"{key}@example.com").first()
    return found or User.objects.create(email=f"{key}@example.com", name=f"{name}（示例）", phone="000-00000000")


def post(user: User, unit: Unit, role: PostRole, group: WorkGroup | None = None) -> None:
    """Give a post, once."""
    Post.objects.get_or_create(user=user, unit=unit, role=role, group=group, defaults={"since": SINCE})


def build() -> Readers:
    """Make them, or find them again."""
    with translation.override("zh-hans"):
        readers = Readers(
            person("agent", "帮办员"), person("manager", "主任"), person("unit", "代办员"), person("owner", "业主"),
            person("colleague", "同事"), {},
        )  # fmt: skip
    agency = Unit.objects.get(code=f"{COUNTY}-agency")
    post(readers.agent, agency, PostRole.SERVICE_AGENT)
    post(readers.colleague, agency, PostRole.SERVICE_AGENT)
    post(readers.manager, Unit.objects.get(code=f"{CITY}-agency"), PostRole.OVERALL_MANAGER)
    department = Unit.objects.filter(region__code=COUNTY, departments__code="natural_resources")
    post(readers.unit_agent, department.exclude(kind=UnitKind.AGENCY).first() or agency, PostRole.UNIT_AGENT)
    readers.others |= {PostRole.OVERALL_MANAGER: readers.manager, **_with_boards(agency)}
    return readers


def _with_boards(agency: Unit) -> dict[PostRole, User]:
    """One person for each other post that has a dashboard."""
    city = Unit.objects.get(code=f"{CITY}-agency")
    group = WorkGroup.objects.filter(files_flow_table=True).order_by("region__code", "order").first()
    force = Unit.objects.filter(region=group.region, kind=UnitKind.AGENCY).first() if group else None
    wanted: dict[PostRole, tuple[Unit, WorkGroup | None]] = {
        PostRole.PROCESS_GUIDE: (agency, None),
        PostRole.CHIEF_LIAISON: (agency, None),
        PostRole.CHIEF_AGENT: (force or agency, None),
        PostRole.WORK_SUPERVISOR: (city, None),
        PostRole.POLICY_PRESENTER: (agency, None),
        PostRole.ADMINISTRATOR: (city, None),
    }
    if group is not None:
        wanted[PostRole.GROUP_AGENT] = (group.lead, group)
    found = {}
    with translation.override("zh-hans"):
        for role, (unit, of_group) in wanted.items():
            found[role] = person(role.value.replace("_", "-"), str(role.label))
            post(found[role], unit, role, of_group)
    return found


def enterprises(count: int, owner: User) -> list[Enterprise]:
    """Invented enterprises with codes whose check character is right; the first one belongs to ``owner``."""
    made = [
        Enterprise(name=f"示例企业{number:05}有限公司", uscc=code + uscc_check_character(code), created_by=owner)
        for number, code in ((number, f"91370783MA{number:07}") for number in range(count))
    ]
    Enterprise.objects.bulk_create(made, batch_size=1000)
    Membership.objects.create(enterprise=made[0], user=owner, role=MemberRole.OWNER)
    return made


def session(user: User) -> str:
    """The key of a session as signing in makes it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
