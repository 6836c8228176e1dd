"""The dashboards: one for each post that a person holds, as tabs."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView

from backoffice.access import BOARD, roles
from backoffice.boards.declared import BOARDS
from backoffice.boards.numbers import Reader
from backoffice.views.generic import OfficeMixin, refused
from cases.enums import PostRole
from cases.listwords import listed


class Board(OfficeMixin, TemplateView):
    """The board of a post that the person holds; without a post in the address that of the first."""

    permission = BOARD
    place = "board"
    title = pgettext_lazy("post", "Dashboard")
    template_name = "office/board.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        role, mine = kwargs.get("code"), self.mine()
        if role is not None and role not in BOARDS:
            raise Http404
        self.role = PostRole(role) if role else mine[0]
        if self.role not in mine:
            return refused(request, roles(self.role.label, {self.role}))
        return super().get(request, *args, **kwargs)

    def mine(self) -> list[PostRole]:
        """Boards of the person, in the order in which they are declared."""
        held = {post.role for post in self.request.user.active_posts}
        return [role for role in BOARDS if role in held]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board = BOARDS[self.role]
        reader = Reader(self.request, board.ask(timezone.localdate()))
        panels = [{"panel": panel, **panel.draw(reader)} for panel in board.panels]
        reader.keep()
        units = [post.unit.name for post in self.request.user.active_posts if post.role == self.role]
        context = {
            "intro": board.lead,
            "tabs": self.tabs(),
            "role": self.role.label,
            "units": listed(dict.fromkeys(units)),
            "panels": panels,
            "any": any(number.count for drawn in panels for number in drawn["numbers"]),
            "counts": bool(reader.ask.codes),
            "counted": reader.counted,
            "statistics_url": f"{reverse('office:statistics')}?{reader.days}",
        }
        return super().get_context_data(**(context | kwargs))

    def tabs(self) -> list[dict[str, Any]]:
        """Only where there is a choice."""
        mine = self.mine()
        if len(mine) < 2:
            return []
        return [
            {"label": role.label, "url": reverse("office:board_of", args=[role.value]), "active": role == self.role}
            for role in mine
        ]
