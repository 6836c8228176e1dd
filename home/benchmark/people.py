"""Who reads during the benchmark: an agent, a manager who sees a whole city, a unit's agent, an enterprise. All invented."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import translation

from cases.checks import uscc_check_character
from cases.enums import MemberRole, PostRole, UnitKind
from cases.models import Enterprise, Membership, Post, Unit, User

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


def person(key: str, name: str) -> User:
    """Somebody by the address; made when there is nobody."""
    found = User.objects.filter(email=f"{key}@example.com").first()
    return found or User.objects.create(email=f"{key}@example.com", name=f"{name}（示例）", phone="000-00000000")


def post(user: User, unit: Unit, role: PostRole) -> None:
    """Give a post, once."""
    Post.objects.get_or_create(user=user, unit=unit, role=role, defaults={"since": SINCE})


def build() -> Readers:
    """Make them, or find them again."""
    with translation.override("zh-hans"):
        readers = Readers(
            person("agent", "帮办员"), person("manager", "主任"), person("unit", "代办员"), person("owner", "业主"),
            person("colleague", "同事"),
        )  # fmt: skip
    agency = Unit.objects.get(code=f"{COUNTY}-agency")
    post(readers.agent, agency, PostRole.SERVICE_AGENT)
    post(readers.colleague, agency, PostRole.SERVICE_AGENT)
    post(readers.manager, Unit.objects.get(code=f"{CITY}-agency"), PostRole.OVERALL_MANAGER)
    department = Unit.objects.filter(region__code=COUNTY, departments__code="natural_resources")
    post(readers.unit_agent, department.exclude(kind=UnitKind.AGENCY).first() or agency, PostRole.UNIT_AGENT)
    return readers


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
