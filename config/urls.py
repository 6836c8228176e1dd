"""The composition root of all addresses."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from home import serving

# Behind a proxy the proxy serves them.
pictures = [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})] if settings.SERVE_FILES else []

urlpatterns = [
    path("", include("home.urls")),
    path("files/", include("home.files.urls")),
    path("my/", include("portal.selfservice.urls")),
    path("office/", include("backoffice.urls")),
    path("display/", include("backoffice.display_urls")),
    path("accounts/", include("allauth.urls")),
    # One way in for everybody: with its rate limits and second factor.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/", include(wagtailadmin_urls)),
    path("kiosk/", include("portal.kiosk.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("portal.urls")),
    *pictures,
    # The same name as that of Wagtail, which answers for whatever this one does not know.
    re_path(serve_pattern, serving.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
