"""The work log: what the cases tell of a person's days, and the own words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import OFFICER
from backoffice.forms import reports as forms
from backoffice.views.rows import PlainFormView
from cases.actions import worklogs
from cases.models import User
from cases.queries import worklogs as readers


class WorkLogPage(PlainFormView):
    """The last days, the own words of today, the same as PDF."""

    permission = OFFICER
    place = "work_log"
    title = gettext_lazy("Work log")
    template_name = "office/work_log.html"
    form_class = forms.LogForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("print"):
            return self.printed()
        return super().get(request, *args, **kwargs)

    def chosen(self) -> tuple[forms.LogFilter, User, Any, Any]:
        """The filter, whose log, from when to when; nonsense falls back to one's own last week."""
        agents = readers.readable(self.request.user)
        form = forms.LogFilter(self.request.GET or None, agents=agents)
        typed = form.cleaned_data if form.is_valid() else {}
        since, until = readers.span(typed.get("since"), typed.get("until"), timezone.localdate())
        return form, typed.get("agent") or self.request.user, since, until

    def printed(self) -> HttpResponse:
        _form, agent, since, until = self.chosen()
        made = worklogs.print_log(agent, since, until, by=self.request.user)
        answer = HttpResponse(made.pdf, content_type="application/pdf")
        name = f"{_('Work log')}-{agent.name}-{since}-{until}.pdf"
        answer.headers["Content-Disposition"] = content_disposition_header(True, name)
        return answer

    def perform(self, form: forms.LogForm) -> str:
        worklogs.write(form.cleaned_data["day"], text=form.cleaned_data["text"], by=self.request.user)
        return _("The log is kept.")

    def get_success_url(self) -> str:
        return reverse("office:work_log")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen, agent, since, until = self.chosen()
        found = readers.days(agent, since, until, self.request.user)
        query = urlencode({"agent": agent.pk, "since": since, "until": until, "print": 1})
        context = {
            "filter": chosen, "agent": agent, "since": since, "until": until, "days": found, "print_url": f"?{query}",
            "mine": agent.pk == self.request.user.pk, "several": chosen.fields["agent"].queryset.count() > 1,
        }  # fmt: skip
        return super().get_context_data(**(context | kwargs))
