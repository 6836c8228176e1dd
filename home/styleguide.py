"""Invented samples for the style guide: every component once, with long names, no data and much data."""

import datetime as dt

import django_tables2 as tables
from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

TODAY = dt.date(2026, 11, 23)
LONG = "示例：滨海新区高端化工新材料产业园年产三十万吨环保型特种纤维素及配套仓储物流设施一期工程项目"
STAGES = ("立项用地规划许可", "工程建设许可", "施工许可", "竣工验收")
ITEMS = (
    "企业投资项目备案",
    "建设项目用地预审与选址意见书",
    "建设用地规划许可证核发",
    "国有建设用地使用权首次登记",
    "建设工程规划许可证核发",
    "建设项目环境影响评价审批",
    "建设工程消防设计审查",
    "建筑工程施工许可证核发",
    "取水许可审批",
    "城镇污水排入排水管网许可",
    "建设工程规划核实",
    "建设工程消防验收",
    "建设工程竣工验收备案",
)


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="项目名称", help_text="与立项文件一致，例如“示例：新材料产业园一期”。", max_length=120)
    code = forms.CharField(label="统一社会信用代码", max_length=18, min_length=18)
    invest = forms.DecimalField(label="总投资（万元）", required=False)
    category = forms.ChoiceField(label="项目类别", choices=[("", "请选择"), ("IND", "工业"), ("WHS", "仓储")])
    scheme = forms.ChoiceField(
        label="服务方式",
        choices=[("assist", "帮办：指导我自己办"), ("act", "代办：替我去办")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="要素保障需求",
        choices=[("land", "用地"), ("energy", "用能"), ("fund", "融资")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    start = forms.DateField(label="计划开工日期", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    about = forms.CharField(label="建设内容", widget=forms.Textarea, required=False)
    files = forms.FileField(label="备案证明", help_text="PDF、JPG 或 PNG，每个不超过 20 MB。", required=False)
    agree = forms.BooleanField(label="我已阅读并同意一次性告知书的内容")


class SampleTable(tables.Table):
    """A work list."""

    number = tables.Column(verbose_name="编号", linkify=lambda: "#", attrs={"a": {"class": "row-link"}})
    project = tables.Column(verbose_name="项目")
    state = tables.TemplateColumn("{% load look %}{% badge record.state record.label %}", verbose_name="状态")
    lamp = tables.TemplateColumn("{% load look %}{% lamp record.lamp %}", verbose_name="预警")
    invest = tables.TemplateColumn(
        "{% load look %}{% money record.invest %}", verbose_name="投资", attrs={"td": {"class": "num"}}
    )
    due = tables.TemplateColumn("{% load look %}{% cdate record.due short=True %}", verbose_name="到期")

    caption = "在办项目"
    empty_text = "换一个筛选条件，或清除筛选。"


def _rows() -> list[dict[str, object]]:
    lamps = ("green", "yellow", "red", "grey", "blue")
    states = (("in_progress", "办理中"), ("returned", "待补正"), ("suspended", "已中止"), ("closed", "已办结"))
    return [
        {
            "number": f"示例-2026-{number:04}",
            "project": LONG if number % 5 == 0 else f"示例项目 {number}",
            "state": states[number % 4][0],
            "label": states[number % 4][1],
            "lamp": lamps[number % 5],
            "invest": 98_000_000 * (number + 1),
            "due": TODAY + dt.timedelta(days=number),
        }
        for number in range(60)
    ]


def roadmap() -> list[dict[str, object]]:
    """An invented roadmap with every mark: done, late, due, halted, critical, waiting, moved from the first plan."""
    lamps = ("blue", "blue", "red", "green", "yellow", "green", "grey", "green")
    rows: list[dict[str, object]] = []
    day = dt.date(2026, 9, 7)
    for number, label in enumerate(ITEMS):
        long = 9 + number * 5 % 17
        row: dict[str, object] = {"code": f"L{number + 1:02}", "label": label, "group": STAGES[number // 4 % 4]}
        if number < 11:
            row |= {"start": day, "end": day + dt.timedelta(days=long), "lamp": lamps[number % 8], "done": number < 2}
            row |= {
                "critical": number % 3 == 0,
                "baseline_start": day,
                "baseline_end": day + dt.timedelta(days=long - 3),
            }
        else:
            row["waiting"] = "等待规划许可证"
        rows.append(row)
        day += dt.timedelta(days=long if number % 3 == 0 else 4)
    return rows


def _events() -> list[dict[str, object]]:
    return [
        {"when": dt.datetime(2026, 11, 2, 9, 12), "what": "提交申请", "who": "示例公司 张示例", "state": "done"},
        {"when": dt.datetime(2026, 11, 4, 15, 30), "what": "签订帮代办协议", "who": "双方", "state": "seal"},
        {
            "when": dt.date(2026, 11, 10),
            "what": "联审会议确认 13 个事项",
            "state": "done",
            "url": "#",
            "url_label": "查看一次性告知书",
        },
        {"when": dt.date(2026, 11, 18), "what": "补正材料", "text": "请补交用地红线图。", "state": "late"},
        {"when": TODAY, "what": "办理建设用地规划许可证", "who": "李示例", "state": "now"},
        {"when": dt.date(2026, 12, 14), "what": "办理建设工程规划许可证", "state": "next"},
    ]


def context() -> dict[str, object]:
    """Everything that templates/home/styleguide.html draws."""
    table = SampleTable(_rows(), order_by="due")
    table.paginate(page=3, per_page=8)
    bad = SampleForm({"name": LONG, "code": "123", "invest": "很多"})
    labels = (_("Guides"), _("Policies"), _("Checklists"))
    return {
        "title": _("Style guide"),
        "intro": _("Every part of the site's look, with invented data."),
        "breadcrumbs": [(_("Home"), "/"), (_("Style guide"), "")],
        "form": SampleForm(),
        "bad_form": bad,
        "table": table,
        "empty_table": SampleTable([]),
        "rows": roadmap(),
        "events": _events(),
        "today": TODAY,
        "long": LONG,
        "steps": [{"label": label, "url": "#"} for label in ("项目", "事项", "材料", "核对", "提交")],
        "facts": [("项目名称", LONG, "#"), ("总投资", "1.2 亿元", "#"), ("项目代码", "")],
        "tabs": [{"url": "#", "label": label, "active": at == 0, "count": at * 7} for at, label in enumerate(labels)],
        "chips": [{"url": "#", "label": label, "active": at == 1, "count": at * 12} for at, label in enumerate(labels)],
        "files": [
            {"url": "#", "name": "示例-建设用地规划许可证.pdf", "size": 2_345_678, "kind": "PDF", "at": TODAY},
            {"url": "#", "name": LONG + ".docx", "size": 48_200, "kind": "Word", "at": TODAY},
        ],
        "page_obj": Paginator(range(900), 25).page(12),
        "turn_yours": {
            "state": "yours",
            "title": "请补交用地红线图",
            "text": "其他材料已经收到。",
            "due": TODAY,
            "days": 2,
            "url": "#",
            "label": "上传材料",
        },
        "turn_ours": {
            "title": "自然资源局正在审查",
            "text": "预计下周有结果，无需您操作。",
            "due": dt.date(2026, 12, 14),
            "days": 15,
        },
        "tones": ("act", "good", "due", "late", "halted", "done", "seal"),
        "lamps": ("green", "yellow", "red", "grey", "blue"),
        "days": (12, 2, 0, -3),
    }
