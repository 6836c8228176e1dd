"""The address of a screen that hangs in a room: nobody signs in at it, its secret is the key."""

from django.urls import path

from backoffice.views.displays import display

app_name = "display"
urlpatterns = [path("<str:token>/", display, name="screen")]
