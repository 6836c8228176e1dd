from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        # Models exist only once all apps are loaded.
        from wagtail import signals  # noqa: PLC0415

        from cases import beyond  # noqa: PLC0415
        from cases.actions import jobs  # noqa: PLC0415
        from cases.enums import JobKind  # noqa: PLC0415
        from cases.enums_ladder import Watch  # noqa: PLC0415
        from cases.models import ReferenceVersion  # noqa: PLC0415
        from cases.queries import alerts  # noqa: PLC0415
        from home import knowledge, pagecache  # noqa: PLC0415
        from home.search import places as search_places  # noqa: PLC0415
        from portal import archive, entries, figures, keeping, linkcheck, places, reviewing  # noqa: PLC0415
        from portal.models import Kiosk  # noqa: PLC0415

        search_places.register(*places.PLACES)
        knowledge.open_with(entries.make, entries.find)
        alerts.SOURCES[Watch.PAGE] = reviewing.watched
        jobs.WORKS[JobKind.CHECK_LINKS] = linkcheck.CheckLinks()
        for row in figures.KNOWLEDGE:
            beyond.register(row)
        signals.page_unpublished.connect(archive.lead_on, dispatch_uid="portal.archive")
        signals.page_published.connect(archive.stand_again, dispatch_uid="portal.archive")
        signals.page_published.connect(keeping.published, dispatch_uid="portal.keeping")
        post_save.connect(keeping.follow, sender=ReferenceVersion, dispatch_uid="portal.keeping")
        for change in (post_save, post_delete):
            change.connect(pagecache.forget, sender=Kiosk, dispatch_uid="portal.kiosk")
