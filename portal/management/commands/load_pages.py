"""Create the start content of the portal: what is missing; guides and tags of policies that nobody has touched are renewed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.models import ApprovalItem
from home import pagecache
from portal.loading import Loader


class Command(BaseCommand):
    """Needs the reference data (``load_reference``). Pages that are there keep what editors made of them."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not ApprovalItem.objects.exists():
            raise CommandError("The catalogue is empty: run load_reference first.")
        say = self.stdout.write if options["verbosity"] > 1 else lambda line: None
        loader = Loader(say)
        created = loader.run()
        pagecache.forget()
        if options["verbosity"] > 0:
            self.stdout.write(f"pages: {created} created, {loader.renewed} renewed")
