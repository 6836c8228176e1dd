"""Name who keeps the pages of the start content, once there are editors."""

from typing import Any

from django.core.management.base import BaseCommand

from portal import keepers


class Command(BaseCommand):
    """Does nothing as soon as one page has a keeper."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        named = keepers.appoint()
        if options["verbosity"] > 0:
            self.stdout.write(f"pages that got a keeper: {named}")
