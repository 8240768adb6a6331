"""Every address of the web app: one word each for the page and for the API."""

from django.urls import path, re_path

from headway.web import api
from headway.web.errors import act, form_page, page
from headway.web.looking import begin_look, end_look
from headway.web.views.evidence import show_evidence
from headway.web.views.evidence_entry import (
    remove_evidence,
    restore_evidence,
    show_evidence_entry,
)
from headway.web.views.gap import show_gap
from headway.web.views.plan import show_plan
from headway.web.views.plan_calendar import send_calendar
from headway.web.views.plan_why import show_plan_why
from headway.web.views.profile import keep_role_held, show_profile
from headway.web.views.profile_import import show_history, take_history
from headway.web.views.standing import show_standing, show_why
from headway.web.views.today import show_today

urlpatterns = [
    path("", page(show_today), name="today"),
    path("look", act(begin_look), name="today-look"),
    path("leave", act(end_look), name="today-leave"),
    path("profile/", form_page(show_profile), name="profile"),
    path("profile/position/<uuid:fact>", act(keep_role_held), name="profile-position"),
    path("profile/import/", form_page(take_history), name="profile-import"),
    path("profile/import/<slug:name>/", form_page(show_history), name="profile-import-shown"),
    path("evidence/", form_page(show_evidence), name="evidence"),
    path("evidence/<uuid:fact>/", form_page(show_evidence_entry), name="evidence-entry"),
    path("evidence/<uuid:fact>/remove", act(remove_evidence), name="evidence-remove"),
    path("evidence/<uuid:fact>/restore", act(restore_evidence), name="evidence-restore"),
    path("standing/", page(show_standing), name="standing"),
    path("standing/<slug:competency>/", page(show_why), name="standing-why"),
    path("gap/", page(show_gap), name="gap"),
    path("plan/", page(show_plan), name="plan"),
    path("plan/calendar.ics", page(send_calendar), name="plan-calendar"),
    path("plan/why/<slug:slug>/", page(show_plan_why), name="plan-why"),
    path("api/profile", api.answer_profile, name="api-profile"),
    path("api/evidence", api.answer_evidence, name="api-evidence"),
    path("api/standing", api.answer_standing, name="api-standing"),
    path("api/standing/<slug:competency>", api.answer_why, name="api-standing-why"),
    path("api/gap", api.answer_gap, name="api-gap"),
    path("api/plan", api.answer_plan, name="api-plan"),
    path("api/plan/why/<slug:slug>", api.answer_plan_why, name="api-plan-why"),
    re_path("^api/", api.answer_unknown),
]
