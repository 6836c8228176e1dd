"""What is entrusted changes after signing."""

from typing import Any

from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms import scope as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView
from backoffice.views.items import ItemAct
from cases.actions import scope
from cases.enums import Action

INTRO = gettext_lazy(
    "The enterprise is told with the reason and signs the change on its page; until then an added item is not filed. "
    "Set the roadmap anew afterwards."
)


class DropItem(ItemAct):
    """An item that cannot or need not go on."""

    permission = act(Action.DROP_ITEM)
    form_class = forms.DropItemForm
    intro = INTRO
    danger = True
    success = gettext_lazy("The item is taken out. The enterprise has the change to sign; set the roadmap anew.")
    back = "case_items"

    def perform(self, form: ActForm) -> Any:
        return scope.drop(self.case_item, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class AddItem(ActionView):
    """An item that turned out to be missing."""

    permission = act(Action.ADD_ITEM)
    form_class = forms.AddItemForm
    intro = INTRO
    success = gettext_lazy("The item is added. The enterprise has the change to sign; set the roadmap anew.")
    back = "case_items"

    def perform(self, form: ActForm) -> Any:
        return scope.add(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])
