from django.apps import AppConfig
from django.db.models.signals import post_save


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        # Models exist only once all apps are loaded.
        from cases.models import ReferenceVersion  # noqa: PLC0415
        from portal import keeping  # noqa: PLC0415

        post_save.connect(keeping.follow, sender=ReferenceVersion, dispatch_uid="portal.keeping")
