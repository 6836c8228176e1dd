"""The task force of a place as a tree (annex 1 of P-094): leaders, office, groups side by side with their members."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.daywords import is_chinese
from cases.queries.organisation import Group, Organisation
from home.charts.axis import folded
from home.words import language_mark

COLUMN, GAP, EDGE = 218, 12, 12  # px: width of a group, between two, round the picture: four fit a desk in large type
LINE, HEAD = 21, 26  # px: height of a line of text, and of the first one
STEP = 34  # px between two levels
PAD, HANG = 12, 10  # px: from the edge of a box to its text, and further in for a line that goes on
LETTER, SMALL = 13.2, 12.2  # px: a Chinese character of a name and of a member
LATIN = 1.05  # Latin letters run narrower than they are counted
NARROW = 246  # px: width of a box on a telephone, in large type too


@dataclass(frozen=True)
class Box:
    """A box with its lines; the first is its name."""

    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    kind: str = ""

    @cached_property
    def rows(self) -> list[tuple[str, str, int]]:
        """(look, text, how far in) of every line as it is drawn: a long one goes on below itself."""
        looks = ["gh", "", *["gm" if self.kind == "group" else ""] * len(self.lines)]
        found = []
        for look, line in zip(looks, self.lines, strict=False):
            letter = SMALL if look == "gm" else LETTER
            room = (self.width - 2 * PAD) / letter * (1 if is_chinese() else LATIN)
            parts = folded(line, room, HANG / letter)
            found += [(look, part, HANG if n else 0) for n, part in enumerate(parts)]
        return found

    @property
    def height(self) -> int:
        return HEAD + LINE * (len(self.rows) - 1) + 12

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def organisation_svg(made: Organisation) -> SafeString:
    """The tree as SVG, once for a desk and once, from top to bottom, for a telephone. The table beside it says the same."""
    return SafeString(_tree(made) + _column(made))


def _top(made: Organisation) -> list[tuple[tuple[str, ...], str]]:
    """Lines and kind of the boxes above the groups."""
    levels = ((leader_lines(made), "head"), (deputy_lines(made), ""), (office_lines(made), "office"))
    return [(lines, kind) for lines, kind in levels if lines]


def _tree(made: Organisation) -> SafeString:
    """Groups side by side below the office."""
    width = max(3, len(made.groups)) * (COLUMN + GAP) - GAP + 2 * EDGE
    top: list[Box] = []
    y = float(EDGE)
    for lines, kind in _top(made):
        top.append(Box(width / 2 - COLUMN * 0.7, y, COLUMN * 1.4, lines, kind))
        y += top[-1].height + STEP
    start = (width - len(made.groups) * (COLUMN + GAP) + GAP) / 2
    groups = [
        Box(start + n * (COLUMN + GAP), y, COLUMN, group_lines(group), "group") for n, group in enumerate(made.groups)
    ]
    bottom = max((box.y + box.height for box in groups), default=y)
    foot = Box(EDGE, bottom + STEP, width - 2 * EDGE, (agents_line(made),))
    return _drawn(made, "for-desk", [*top, *groups, foot], width, _lines(top, groups, foot))


def _column(made: Organisation) -> SafeString:
    """One box below the other."""
    wanted = [*_top(made), *((group_lines(group), "group") for group in made.groups), ((agents_line(made),), "")]
    boxes: list[Box] = []
    y = float(EDGE)
    for lines, kind in wanted:
        boxes.append(Box(EDGE, y, NARROW, lines, kind))
        y += boxes[-1].height + STEP / 2
    paths = "".join(f"M{a.x + 30:g} {a.y + a.height:g}V{b.y:g}" for a, b in pairwise(boxes))
    return _drawn(made, "for-telephone", boxes, NARROW + 2 * EDGE, format_html('<path class="ne" d="{}"/>', paths))


def _drawn(made: Organisation, name: str, boxes: Sequence[Box], width: float, lines: SafeString) -> SafeString:
    label = _("Organisation chart of %(place)s") % {"place": made.region.name}
    return format_html(
        '<div class="network whole {name}" tabindex="0" role="region" aria-label="{label}">'
        '<svg width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">{lines}{boxes}</svg></div>',
        name=name,
        label=label,
        w=f"{width:g}",
        h=f"{boxes[-1].y + boxes[-1].height + EDGE:g}",
        lines=lines,
        boxes=format_html_join("", "{}", ((_box(box),) for box in boxes)),
    )


def leader_lines(made: Organisation) -> tuple[str, ...]:
    names = [f"{seat.name} · {seat.title}" for seat in made.leaders]
    return (_("Leader of the task force"), *(names or [_("not named yet")]))


def deputy_lines(made: Organisation) -> tuple[str, ...]:
    if not made.deputies and not made.members:
        return ()
    names = [f"{seat.name} · {seat.title}" for seat in made.deputies]
    members = ngettext("and %(n)s member", "and %(n)s members", len(made.members)) % {"n": len(made.members)}
    return (_("Deputy leader of the task force"), *names, *([members] if made.members else []))


def office_lines(made: Organisation) -> tuple[str, ...]:
    lines = [_("Office of the task force")]
    lines += [made.office.name] if made.office else []
    lines += [f"{seat.get_role_display()}{_(': ')}{seat.name} · {seat.title}" for seat in made.directors]
    if made.chief_agents:
        lines += [ngettext("%(n)s chief agent", "%(n)s chief agents", made.chief_agents) % {"n": made.chief_agents}]
    return tuple(lines)


def group_lines(group: Group) -> tuple[str, ...]:
    lead = f"{_('Lead')}{_(': ')}{group.lead.name}"
    agents = ngettext("%(n)s group agent", "%(n)s group agents", group.agents) % {"n": group.agents}
    rest = [unit.name for unit in group.members if unit.pk != group.lead.pk]
    town = [_("Street, town or park of the project")] if group.with_town else []
    return (group.name, lead, *([agents] if group.agents else []), *rest, *town)


def agents_line(made: Organisation) -> str:
    words = ngettext(
        "%(n)s agent in units, streets, towns and parks", "%(n)s agents in units, streets, towns and parks", made.unit_agents
    )  # fmt: skip
    return words % {"n": made.unit_agents}


def _box(box: Box) -> SafeString:
    first = box.y + HEAD - 4
    rows = (
        (look, language_mark(line), f"{box.x + PAD + further:g}", f"{first + n * LINE:g}", line)
        for n, (look, line, further) in enumerate(box.rows)
    )
    return format_html(
        '<g class="org {}"><rect class="nb" x="{}" y="{}" width="{}" height="{}" rx="4"/>{}</g>',
        box.kind,
        f"{box.x:g}",
        f"{box.y:g}",
        f"{box.width:g}",
        box.height,
        format_html_join("", '<text class="{}"{} x="{}" y="{}">{}</text>', rows),
    )


def _lines(top: Sequence[Box], groups: Sequence[Box], foot: Box) -> SafeString:
    """From each level to the next; to the groups as a comb, from them to the agents of the units."""
    paths = [f"M{a.middle:g} {a.y + a.height:g}V{b.y:g}" for a, b in pairwise(top)]
    if top and groups:
        last = top[-1]
        turn = last.y + last.height + STEP / 2
        paths.append(f"M{last.middle:g} {last.y + last.height:g}V{turn:g}")
        paths += [f"M{last.middle:g} {turn:g}H{box.middle:g}V{box.y:g}" for box in groups]
    paths += [f"M{box.middle:g} {box.y + box.height:g}V{foot.y:g}" for box in groups]
    return format_html('<path class="ne" d="{}"/>', "".join(paths))
