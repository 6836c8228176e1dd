"""Private files: one address, one door."""

from django.urls import path

from home.files.views import download

app_name = "files"
urlpatterns = [path("<uuid:uuid>/", download, name="download")]
