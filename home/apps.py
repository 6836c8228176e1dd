from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        # Models and signals exist only once all apps are loaded.
        from wagtail import signals  # noqa: PLC0415
        from wagtail.contrib.search_promotions.models import SearchPromotion  # noqa: PLC0415
        from wagtail.models import PageViewRestriction, Site  # noqa: PLC0415

        from cases.models import ChiefContact, Circular, PublicFigures, ReferenceVersion  # noqa: PLC0415
        from home import pagecache  # noqa: PLC0415
        from home.models import SiteSettings, Synonyms  # noqa: PLC0415

        for signal in (signals.page_published, signals.page_unpublished, signals.post_page_move):
            signal.connect(pagecache.forget, dispatch_uid="pagecache")
        shown = (
            ChiefContact,
            Circular,
            PublicFigures,
            ReferenceVersion,
            SearchPromotion,
            SiteSettings,
            Synonyms,
            PageViewRestriction,
            Site,
        )
        for model in shown:
            for change in (post_save, post_delete):
                change.connect(pagecache.forget, sender=model, dispatch_uid=f"pagecache.{model.__name__}")
