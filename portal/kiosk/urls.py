"""Addresses of terminals in service halls."""

from django.urls import path

from portal.kiosk import views

app_name = "kiosk"
urlpatterns = [
    path("", views.switch, name="switch"),
    path("phone/", views.phone, name="phone"),
    path("here/", views.here, name="here"),
    path("end/", views.end, name="end"),
]
