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
from headway.web.views.ladder import set_target, show_ladder, show_role
from headway.web.views.packet import send_packet, show_open, show_packet
from headway.web.views.plan import show_plan
from headway.web.views.plan_calendar import send_calendar
from headway.web.views.plan_curve import show_plan_curve
from headway.web.views.plan_ready import show_ready
from headway.web.views.plan_steps import adopt_plan, remove_step, restore_step, tell_step
from headway.web.views.plan_why import show_plan_why
from headway.web.views.profile import keep_role_held, show_profile
from headway.web.views.profile_import import show_history, take_history
from headway.web.views.progress import show_progress
from headway.web.views.ratings import (
    add_view,
    close_round,
    remove_rating,
    restore_rating,
    show_ratings,
)
from headway.web.views.ratings_assess import hold_assessment
from headway.web.views.settings import (
    delete_everything,
    send_archive,
    send_backup,
    send_evidence,
    show_file,
    show_settings,
    take_file,
)
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
    path("ladder/", page(show_ladder), name="ladder"),
    path("ladder/<slug:slug>/", page(show_role), name="ladder-role"),
    path("ladder/<slug:slug>/aim", act(set_target), name="ladder-aim"),
    path("evidence/", form_page(show_evidence), name="evidence"),
    path("evidence/<uuid:fact>/", form_page(show_evidence_entry), name="evidence-entry"),
    path("evidence/<uuid:fact>/remove", act(remove_evidence), name="evidence-remove"),
    path("evidence/<uuid:fact>/restore", act(restore_evidence), name="evidence-restore"),
    path("ratings/", page(show_ratings), name="ratings"),
    path("ratings/assess/", form_page(hold_assessment), name="ratings-assess"),
    path("ratings/add/", form_page(add_view), name="ratings-add"),
    path("ratings/close", act(close_round), name="ratings-close"),
    path("ratings/<uuid:fact>/remove", act(remove_rating), name="ratings-remove"),
    path("ratings/<uuid:fact>/restore", act(restore_rating), name="ratings-restore"),
    path("standing/", page(show_standing), name="standing"),
    path("standing/<slug:competency>/", page(show_why), name="standing-why"),
    path("gap/", page(show_gap), name="gap"),
    path("plan/", page(show_plan), name="plan"),
    path("plan/calendar.ics", page(send_calendar), name="plan-calendar"),
    path("plan/why/<slug:slug>/", page(show_plan_why), name="plan-why"),
    path("plan/ready/", page(show_ready), name="plan-ready"),
    path("plan/curve/", page(show_plan_curve), name="plan-curve"),
    path("plan/adopt", act(adopt_plan), name="plan-adopt"),
    path("plan/tell/<slug:slug>/", form_page(tell_step), name="plan-tell"),
    path("plan/<uuid:fact>/remove", act(remove_step), name="plan-remove"),
    path("plan/<uuid:fact>/restore", act(restore_step), name="plan-restore"),
    path("progress/", form_page(show_progress), name="progress"),
    path("packet/", page(show_packet), name="packet"),
    path("packet/packet.md", page(send_packet), name="packet-file"),
    path("packet/open/", page(show_open), name="packet-open"),
    path("settings/", page(show_settings), name="settings"),
    path("settings/export.zip", page(send_archive), name="settings-export"),
    path("settings/evidence.csv", page(send_evidence), name="settings-evidence"),
    path("settings/backup.sqlite3", page(send_backup), name="settings-backup"),
    path("settings/bring/", form_page(take_file), name="settings-bring"),
    path("settings/bring/<slug:name>/", form_page(show_file), name="settings-bring-shown"),
    path("settings/delete/", form_page(delete_everything), name="settings-delete"),
    path("api/profile", api.answer_profile, name="api-profile"),
    path("api/ladder", api.answer_ladder, name="api-ladder"),
    path("api/ladder/<slug:slug>", api.answer_role, name="api-ladder-role"),
    path("api/evidence", api.answer_evidence, name="api-evidence"),
    path("api/ratings", api.answer_ratings, name="api-ratings"),
    path("api/ratings/assess", api.answer_assessment, name="api-ratings-assess"),
    path("api/standing", api.answer_standing, name="api-standing"),
    path("api/standing/<slug:competency>", api.answer_why, name="api-standing-why"),
    path("api/gap", api.answer_gap, name="api-gap"),
    path("api/plan", api.answer_plan, name="api-plan"),
    path("api/plan/ready", api.answer_plan_ready, name="api-plan-ready"),
    path("api/plan/curve", api.answer_plan_curve, name="api-plan-curve"),
    path("api/plan/why/<slug:slug>", api.answer_plan_why, name="api-plan-why"),
    path("api/progress", api.answer_progress, name="api-progress"),
    path("api/packet", api.answer_packet, name="api-packet"),
    path("api/openapi.json", api.answer_description),
    re_path("^api/", api.answer_unknown),
]
