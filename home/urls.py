"""Addresses of the site's shell."""

from django.urls import path

from home import feeds, pictures, reading, robots, views
from home.search import views as search

app_name = "home"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("mode/", views.set_mode, name="mode"),
    path("language/", views.set_language, name="language"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
    path("useful/", reading.useful, name="useful"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("share/<str:code>.png", pictures.picture, name="picture"),
    path("robots.txt", robots.robots, name="robots"),
    path("favicon.ico", robots.favicon, name="favicon"),
]
