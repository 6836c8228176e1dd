"""Public addresses that are not pages: guide to approvals, start of an application from a checklist, check of a paper, site map."""

from django.urls import path, register_converter
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap

from portal import asking, benefits, charts, checking, following, guide_paper, newsfeeds, numbers, places, views
from portal.checklists import views as checklist
from portal.checklists.addresses import ItemCode
from portal.wizard import views as wizard

register_converter(ItemCode, "item")

app_name = "portal"
urlpatterns = [
    path("checklists/start/", checklist.start, name="checklist_start"),
    path("checklists/<item:code>/", checklist.item_checklist, name="item_checklist"),
    path("checklists/<slug:code>.pdf", checklist.pdf, name="checklist_pdf"),
    path("guides/<item:code>.pdf", guide_paper.of_item, name="guide_pdf"),
    path("categories/<slug:slug>.pdf", guide_paper.of_category, name="category_pdf"),
    path("which-approvals/", wizard.begin, name="wizard"),
    path("which-approvals/about/", wizard.about, name="wizard_about"),
    path("which-approvals/questions/", wizard.ask, name="wizard_questions"),
    path("which-approvals/result/", wizard.result, name="wizard_result"),
    path("which-benefits/", benefits.find, name="benefits"),
    path("progress/", following.progress, name="progress"),
    path("ask-online/", asking.ask, name="ask"),
    path("ask-online/enough/", asking.enough, name="enough"),
    path("complain/", asking.complain, name="complain"),
    path("letters/", asking.letters, name="letters"),
    path("check/", checking.check, name="check"),
    path("organisation/", charts.organisation_chart, name="organisation"),
    path("service-course/", charts.service_course, name="course"),
    path("duties-and-contacts/", views.duties_and_contacts, name="duties"),
    path("numbers/", numbers.page, name="numbers"),
    path("numbers/data.csv", numbers.as_csv, name="numbers_csv"),
    path("numbers/data.json", numbers.as_json, name="numbers_json"),
    path("praise-and-criticism/", views.praise_and_criticism, name="circulars"),
    path("praise-and-criticism/<slug:number>/", views.circular, name="circular"),
    path("news/atom.xml", newsfeeds.News(), name="news_feed"),
    path("policies/atom.xml", newsfeeds.Policies(), name="policies_feed"),
    path("sitemap/", views.site_map, name="site_map"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": Sitemap, "views": places.ViewSitemap}}, name="sitemap_xml"),
]
