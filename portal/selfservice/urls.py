"""What an enterprise does after signing in."""

from django.urls import path

from portal.selfservice.views import (
    correction,
    enterprises,
    evaluation,
    feeds,
    follow,
    home,
    items,
    materials,
    project,
    roadmap,
    sending,
    signing,
)

app_name = "my"
CASE = "cases/<uuid:uuid>/"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("messages/", home.Messages.as_view(), name="messages"),
    path("messages/read/", home.MarkRead.as_view(), name="read_all"),
    path("messages/<int:pk>/read/", home.MarkRead.as_view(), name="read"),
    path("documents/", home.Documents.as_view(), name="documents"),
    path("account/", home.Profile.as_view(), name="profile"),
    path("enterprises/", home.Enterprises.as_view(), name="enterprises"),
    path("enterprises/new/", enterprises.NewEnterprise.as_view(), name="enterprise_new"),
    path("enterprises/<int:pk>/", enterprises.Members.as_view(), name="enterprise"),
    path("join/<str:token>/", enterprises.Join.as_view(), name="join"),
    path("calendar/", feeds.MyFeed.as_view(), name="calendar"),
    path("projects/new/", project.NewProject.as_view(), name="project_new"),
    path(CASE, follow.Follow.as_view(), name="case"),
    path(f"{CASE}roadmap/", roadmap.Roadmap.as_view(), name="roadmap"),
    path(f"{CASE}roadmap/network/", roadmap.Network.as_view(), name="roadmap_network"),
    path(f"{CASE}roadmap/ways/", roadmap.Ways.as_view(), name="roadmap_ways"),
    path(f"{CASE}roadmap/forecast/", roadmap.Forecast.as_view(), name="roadmap_forecast"),
    path(f"{CASE}roadmap/wall.pdf", roadmap.Wall.as_view(), name="roadmap_wall"),
    path(f"{CASE}calendar/", feeds.CaseFeed.as_view(), name="case_calendar"),
    path(f"{CASE}write/", follow.Write.as_view(), name="write"),
    path(f"{CASE}project/<slug:page>/", project.EditProject.as_view(), name="project"),
    path(f"{CASE}items/", items.Items.as_view(), name="items"),
    path(f"{CASE}papers/", materials.Materials.as_view(), name="materials"),
    path(f"{CASE}papers/<uuid:file>/remove/", materials.RemoveFile.as_view(), name="remove_file"),
    path(f"{CASE}check/", sending.Check.as_view(), name="check"),
    path(f"{CASE}receipt/", sending.Receipt.as_view(), name="receipt"),
    path(f"{CASE}withdraw/", sending.Withdraw.as_view(), name="withdraw"),
    path(f"{CASE}correction/", correction.Answer.as_view(), name="correction"),
    path(f"{CASE}sign/<uuid:document>/", signing.Sign.as_view(), name="sign"),
    path(f"{CASE}sign/<uuid:document>/paper/", signing.SignOnPaper.as_view(), name="sign_paper"),
    path(f"{CASE}evaluate/", evaluation.Evaluate.as_view(), name="evaluate"),
]
