"""The desk of agents, managers and supervisors."""

from django.urls import URLPattern, path

from backoffice.views import (
    case,
    cases,
    finishing,
    home,
    intake,
    items,
    lists,
    meetings,
    notes,
    papers,
    pausing,
    people,
    planning,
    reference,
    reference_special,
    review,
    roadmap,
    team,
)

app_name = "office"
CASE = "cases/<uuid:case>/"

LISTS = [
    path("", home.MyDay.as_view(), name="home"),
    path("search/", cases.Search.as_view(), name="search"),
    path("cases/", cases.CaseList.as_view(), name="cases"),
    path("items/", lists.ItemList.as_view(), name="items"),
    path("meetings/", lists.MeetingList.as_view(), name="meetings"),
    path("documents/", lists.DocumentList.as_view(), name="documents"),
    path("enterprises/", lists.EnterpriseList.as_view(), name="enterprises"),
    path("filters/keep/", cases.KeepFilter.as_view(), name="keep_filter"),
    path("filters/<int:pk>/forget/", cases.ForgetFilter.as_view(), name="forget_filter"),
]
SECTIONS = [
    path(CASE, case.Overview.as_view(), name="case"),
    path(f"{CASE}items/", case.Items.as_view(), name="case_items"),
    path(f"{CASE}materials/", case.Files.as_view(), name="case_files"),
    path(f"{CASE}documents/", case.Documents.as_view(), name="case_documents"),
    path(f"{CASE}meetings/", case.Meetings.as_view(), name="case_meetings"),
    path(f"{CASE}roadmap/", roadmap.Roadmap.as_view(), name="case_plan"),
    path(f"{CASE}roadmap/network/", roadmap.Network.as_view(), name="case_network"),
    path(f"{CASE}roadmap/wall.pdf", roadmap.Wall.as_view(), name="case_wall"),
    path(f"{CASE}hand-over/", case.Finish.as_view(), name="case_finish"),
    path(f"{CASE}notes/", case.Notes.as_view(), name="case_notes"),
    path(f"{CASE}events/", case.Events.as_view(), name="case_events"),
    path(f"{CASE}items/<int:pk>/", items.ItemPage.as_view(), name="item"),
]
# The name of an act is its member of enums.Action: buttons find their address by it.
ACTS = [
    path(f"{CASE}request-correction/", intake.RequestCorrection.as_view(), name="request_correction"),
    path(f"{CASE}accept/", intake.Accept.as_view(), name="accept"),
    path(f"{CASE}decline/", intake.Decline.as_view(), name="decline"),
    path(f"{CASE}open-generation/", intake.OpenGeneration.as_view(), name="open_generation"),
    path(f"{CASE}decide-generation/", intake.DecideGeneration.as_view(), name="decide_generation"),
    path(f"{CASE}call-meeting/", meetings.CallMeeting.as_view(), name="call_meeting"),
    path(f"{CASE}meetings/<int:pk>/change/", meetings.ChangeMeeting.as_view(), name="change_meeting"),
    path(f"{CASE}meetings/<int:pk>/opinion/", meetings.GiveOpinion.as_view(), name="give_opinion"),
    path(f"{CASE}meetings/<int:pk>/hold/", meetings.HoldMeeting.as_view(), name="hold_meeting"),
    path(f"{CASE}offer-agreement/", papers.OfferAgreement.as_view(), name="offer_agreement"),
    path(f"{CASE}offer-agreement/preview/", papers.PreviewAgreement.as_view(), name="preview_agreement"),
    path(f"{CASE}papers/<int:pk>/confirm/", papers.ConfirmPaper.as_view(), name="confirm_paper"),
    path(f"{CASE}papers/<int:pk>/reject/", papers.RejectPaper.as_view(), name="reject_paper"),
    path(f"{CASE}team/", team.SetTeam.as_view(), name="set_team"),
    path(f"{CASE}confirm-items/", review.ConfirmItems.as_view(), name="confirm_items"),
    path(f"{CASE}notify-once/", review.NotifyOnce.as_view(), name="notify_once"),
    path(f"{CASE}flow-tables/<int:pk>/", planning.FileFlowTable.as_view(), name="file_flow_table"),
    path(f"{CASE}set-plan/", planning.SetPlan.as_view(), name="set_plan"),
    path(f"{CASE}items/<int:pk>/record/", items.RecordFact.as_view(), name="record_fact"),
    path(f"{CASE}items/<int:pk>/facts/<int:fact>/correct/", items.CorrectFact.as_view(), name="correct_fact"),
    path(f"{CASE}items/<int:pk>/agent/", items.SetAgent.as_view(), name="set_agent"),
    path(f"{CASE}suspend/", pausing.Suspend.as_view(), name="suspend"),
    path(f"{CASE}resume/", pausing.Resume.as_view(), name="resume"),
    path(f"{CASE}terminate/", pausing.Terminate.as_view(), name="terminate"),
    path(f"{CASE}start-delivery/", finishing.StartDelivery.as_view(), name="start_delivery"),
    path(f"{CASE}deliver/", finishing.Deliver.as_view(), name="deliver"),
    path(f"{CASE}deliveries/<int:pk>/receipt/", finishing.AddReceipt.as_view(), name="add_receipt"),
    path(f"{CASE}issue-completion/", finishing.IssueCompletion.as_view(), name="issue_completion"),
    path(f"{CASE}archive/", finishing.Archive.as_view(), name="archive"),
    path(f"{CASE}note/", notes.WriteNote.as_view(), name="comment"),
    path(f"{CASE}message/", notes.SendMessage.as_view(), name="message"),
]
ADMINISTRATION = [
    path("reference/", reference.Index.as_view(), name="reference"),
    path("reference/changes/", people.Changes.as_view(), name="changes"),
    path("reference/matrix/<slug:slug>/", reference_special.Matrix.as_view(), name="matrix"),
    path("reference/days/notice/", reference_special.CalendarNotice.as_view(), name="calendar_notice"),
    path("reference/<slug:kind>/", reference.RowList.as_view(), name="reference_list"),
    path("reference/<slug:kind>/add/", reference.RowAdd.as_view(), name="reference_add"),
    path("reference/<slug:kind>/<int:pk>/", reference.RowForm.as_view(), name="reference_row"),
    path("reference/<slug:kind>/<int:pk>/history/", reference.History.as_view(), name="reference_history"),
    path("reference/<slug:kind>/<int:pk>/retire/", reference.Retire.as_view(), name="reference_retire"),
    path("people/", people.PeopleList.as_view(), name="people"),
    path("people/add/", people.PersonAdd.as_view(), name="person_add"),
    path("people/<int:pk>/", people.Person.as_view(), name="person"),
    path("people/<int:pk>/appoint/", people.Appoint.as_view(), name="appoint"),
    path("people/<int:pk>/posts/<int:post>/end/", people.Dismiss.as_view(), name="dismiss"),
]
urlpatterns: list[URLPattern] = [*LISTS, *SECTIONS, *ACTS, *ADMINISTRATION]
