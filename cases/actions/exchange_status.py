"""The status log of the approval system, taken in as facts of items (W-061; codes: domain C.1)."""

from django.utils.translation import gettext as _

from cases.actions import items
from cases.actions.exchange_lines import Taken
from cases.enums import BLZT
from cases.enums_exchange import LineState
from cases.enums_work import SpecialKind
from cases.exceptions import BadInput
from cases.models import CaseItem, ItemFact, User
from cases.queries import cases, exchange_national
from cases.queries.exchange_reading import Line, a_day, a_number


def take(line: Line, by: User) -> Taken:
    """One line: by the same act, table and permission as if somebody had typed it on the page of the item."""
    own = exchange_national.own_fact(line.get("DFSJZJ"))
    if line.get("SJYXBS") == "0" or (own and ItemFact.objects.filter(pk=own).exists()):
        return Taken(LineState.KNOWN)  # no longer valid there, or our own export coming back
    item = _item(line.get("SPSXSLBM"), by)
    code = a_number(line, "BLZT")
    if code not in BLZT.values or code == BLZT.EXTENDED:
        raise BadInput(_("BLZT %(code)s is none of the national codes 1 to 15.") % {"code": code})
    made = items.record(
        item,
        code=code,
        on=a_day(line, "BLSJ"),
        file_number=line.get("PFWH")[:100],
        note=_note(line),
        limit_days=a_number(line, "TBCXSX") if code == BLZT.SPECIAL_START and line.get("TBCXSX") else None,
        special=_special(line.get("TBCXMC")) if code == BLZT.SPECIAL_START else "",
        by=by,
    )
    said = f"{item.case.number} {item.item.name_zh}: {BLZT(code).label}"
    return Taken(LineState.NEW, said, f"itemfact:{made.pk}")


def _item(instance: str, by: User) -> CaseItem:
    number, _dash, code = instance.rpartition("-")
    visible = cases.visible_to(by).filter(number=number).values("pk")
    found = CaseItem.objects.filter(case__in=visible, item__code=code).select_related("case", "item").first()
    if found is None:
        raise BadInput(_("None of your cases has the item %(code)s.") % {"code": instance or "–"})
    return found


def _note(line: Line) -> str:
    """The opinion with who gave it where."""
    where = " ".join(part for part in (line.get("BLCS"), line.get("BLR")) if part)
    return f"{line.get('BLYJ')}（{where}）" if line.get("BLYJ") and where else line.get("BLYJ")


def _special(words: str) -> str:
    names = {exchange_national.chinese(kind.label): kind.value for kind in SpecialKind}
    return names.get(words, words)
