"""Public addresses that are not pages: start of an application from a checklist, site map."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from portal import views

app_name = "portal"
urlpatterns = [
    path("checklists/start/", views.checklist_start, name="checklist_start"),
    path("duties-and-contacts/", views.duties_and_contacts, name="duties"),
    path("sitemap/", views.site_map, name="site_map"),
    path("sitemap.xml", sitemap, name="sitemap_xml"),
]
