"""Lines of the enterprise platform, of the 12345 hotline and of the yearly lists, taken in (W-061, W-002)."""

from django.utils.translation import gettext as _

from cases import checks
from cases.actions import notes, reference
from cases.actions.exchange_lines import Taken
from cases.enums import Level
from cases.enums_exchange import LineState
from cases.exceptions import BadInput
from cases.models import Case, Enterprise, MajorProjectListEntry, Region, User
from cases.queries import cases, exchange_national
from cases.queries.exchange_reading import Line, a_day, a_number
from cases.transitions import FINAL

S = LineState


def take_enterprise(line: Line, by: User) -> Taken:
    """Basic data of an enterprise. One that nobody has registered yet waits for its first person, who becomes its owner."""
    code = checks.clean_code(line.get("统一社会信用代码"))
    name = line.get("企业名称")
    if not checks.is_uscc(code):
        raise BadInput(_("This is not a valid unified social credit code."))
    if not 1 <= len(name) <= 200:
        raise BadInput(_("Enter the name as it stands on the business licence."))
    given = {"name": name, "legal_representative": line.get("法定代表人")[:60], "address": line.get("注册地址")[:200]}
    held = Enterprise.objects.select_for_update().filter(uscc=code).first()
    if held is None:
        made = Enterprise.objects.create(uscc=code, created_by=by, **given)
        return Taken(S.NEW, f"{name} {code}", f"enterprise:{made.pk}")
    other = {field: value for field, value in given.items() if value and getattr(held, field) != value}
    if not other:
        return Taken(S.KNOWN, f"{name} {code}", f"enterprise:{held.pk}")
    was = "；".join(f"{getattr(held, field) or '–'} → {value}" for field, value in other.items())
    for field, value in other.items():
        setattr(held, field, value)
    held.save(update_fields=list(other))
    return Taken(S.CHANGED, f"{code}：{was}", f"enterprise:{held.pk}")


def take_enquiry(line: Line, by: User) -> Taken:
    """An enquiry of the hotline becomes a note on the case that is owed an answer (P-072)."""
    case = _case_of(line, by)
    made = notes.take_enquiry(
        case, text=line.get("诉求内容"), hotline=line.get("工单编号")[:64], on=a_day(line, "来电时间"), by=by
    )
    return Taken(S.NEW, str(case), f"note:{made.pk}")


def _case_of(line: Line, by: User) -> Case:
    """The case that is named, or the only open one of the enterprise."""
    seen = cases.visible_to(by).filter(number__isnull=False)
    number, code = line.get("办件编号"), checks.clean_code(line.get("统一社会信用代码"))
    if number:
        found = list(seen.filter(number=number)[:1])
    else:
        found = list(seen.filter(enterprise__uscc=code).exclude(status__in=FINAL)[:2]) if code else []
    if len(found) != 1:
        raise BadInput(_("The enquiry fits no case of yours, or several: name the number of the case."))
    return found[0]


def take_entry(line: Line, by: User) -> Taken:
    """A line of the yearly list of major projects, as if the administrator had typed it."""
    levels = {exchange_national.chinese(level.label): level.value for level in Level}
    level = levels.get(line.get("名单级别"), line.get("名单级别"))
    if level not in Level.values:
        raise BadInput(_("This level is not known: %(value)s.") % {"value": line.get("名单级别")})
    place = line.get("行政区划")
    region = Region.objects.filter(code=place).first() or Region.objects.filter(name_zh=place).first()
    if region is None:
        raise BadInput(_("This region is not known: %(value)s.") % {"value": place})
    known = {"year": a_number(line, "年度"), "level": level, "region": region, "name": line.get("项目名称")}
    codes = {
        "uscc": checks.clean_code(line.get("统一社会信用代码")),
        "project_code": checks.clean_code(line.get("项目代码")),
    }
    about = f"{known['year']} {region.name_zh} {known['name']}"
    held = MajorProjectListEntry.objects.filter(**known).first()
    reason = "名单导入"
    if held is None:
        made = reference.add(MajorProjectListEntry, known | codes, reason=reason, by=by)
        return Taken(S.NEW, about, f"majorprojectlistentry:{made.pk}")
    other = {field: value for field, value in codes.items() if value and getattr(held, field) != value}
    if not other:
        return Taken(S.KNOWN, about, f"majorprojectlistentry:{held.pk}")
    reference.change(held, other, reason=reason, by=by)
    return Taken(S.CHANGED, about, f"majorprojectlistentry:{held.pk}")
