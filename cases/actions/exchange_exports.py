"""What is sent to the other systems: made from the rows, kept with its hash (W-061)."""

from collections.abc import Callable, Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import exchange
from cases.enums_exchange import ExchangeKind
from cases.exceptions import BadInput
from cases.listwords import listed
from cases.models import Case, Exchange, User
from cases.queries import exchange as readers
from cases.queries import exchange_national as national
from cases.queries import exchange_pack as pack
from cases.queries import exchange_partners as partners

K = ExchangeKind
ZIP, CSV = "application/zip", "text/csv; charset=utf-8"


def export(kind: str, *, numbers: Iterable[str] = (), form: str = "json", by: User) -> Exchange:
    """Make the file of this kind for the cases named, or for all one may see; nothing is made when there is nothing to tell."""
    if kind not in _MAKERS:
        raise BadInput(_("Choose what is exchanged."), field="kind")
    if form not in pack.FORMATS:
        raise BadInput(_("Choose JSON or CSV."), field="form")
    return _MAKERS[ExchangeKind(kind)](_cases(numbers, by), form, by)


def _cases(numbers: Iterable[str], by: User) -> list[Case]:
    wanted = {number.strip() for number in numbers if number.strip()}
    found = list(partners.chosen(by, wanted)[: partners.MOST + 1])
    unknown = wanted - {case.number for case in found}
    if unknown:
        raise BadInput(
            _("None of your cases has the number %(names)s.") % {"names": listed(sorted(unknown))}, field="numbers"
        )
    if len(found) > partners.MOST:
        raise BadInput(_("At most %(most)s cases in one file: name them.") % {"most": partners.MOST}, field="numbers")
    return found


def _stamp() -> str:
    return timezone.localtime().strftime("%Y%m%d-%H%M%S")


def _national(cases: list[Case], form: str, by: User) -> Exchange:
    _refuse_nothing(cases)
    tables = national.tables(cases)
    about = {
        "standard": "工程建设项目审批管理系统数据共享交换标准",
        "cases": [case.number for case in cases],
        "unit": readers.unit_of(by, K.NATIONAL_EXPORT).name_zh,
    }
    content = pack.packed(tables, national.TABLES, form=form, about=about, at=timezone.localtime())
    counts = {"cases": len(cases)} | {name: len(rows) for name, rows in tables.items()}
    return exchange.keep_export(
        K.NATIONAL_EXPORT, name=f"工改系统-模拟-{_stamp()}.zip", content_type=ZIP, content=content, counts=counts, by=by
    )


def _progress(cases: list[Case], form: str, by: User) -> Exchange:
    _refuse_nothing(cases)
    content = pack.as_csv(partners.PROGRESS, partners.progress(cases))
    return exchange.keep_export(
        K.PROGRESS_EXPORT,
        name=f"潍企通-模拟-{_stamp()}.csv",
        content_type=CSV,
        content=content,
        counts={"cases": len(cases)},
        by=by,
    )


def _answers(cases: list[Case], form: str, by: User) -> Exchange:
    rows = partners.answers(partners.enquiries(by).filter(case__in=cases))
    _refuse_nothing(rows)
    counts = {"enquiries": len(rows), "answered": sum(row["是否答复"] == "是" for row in rows)}
    content = pack.as_csv(partners.ANSWERS, rows)
    return exchange.keep_export(
        K.ANSWER_EXPORT, name=f"12345-模拟-{_stamp()}.csv", content_type=CSV, content=content, counts=counts, by=by
    )


def _refuse_nothing(rows: list[Case] | list[dict[str, object]]) -> None:
    if not rows:
        raise BadInput(_("There is nothing to send."), field="numbers")


_MAKERS: dict[ExchangeKind, Callable[[list[Case], str, User], Exchange]] = {
    K.NATIONAL_EXPORT: _national,
    K.PROGRESS_EXPORT: _progress,
    K.ANSWER_EXPORT: _answers,
}
