"""Every address of the web app: one word each for the page and for the API."""

from django.urls import path, re_path

from headway.web import api
from headway.web.errors import act, form_page, page
from headway.web.looking import begin_look, end_look
from headway.web.views import learn_taken, learn_talks, ratings_ask
from headway.web.views.calendar_address import renew_address, revoke_address, send_agenda
from headway.web.views.evidence import show_evidence
from headway.web.views.evidence_entry import (
    put_on_file,
    remove_evidence,
    restore_evidence,
    send_evidence_file,
    show_evidence_entry,
)
from headway.web.views.evidence_tell import tell_evidence
from headway.web.views.gap import show_gap
from headway.web.views.gap_aside import put_aside, remove_aside, restore_aside
from headway.web.views.ladder import set_target, show_ladder, show_role
from headway.web.views.ladder_export import send_ladder, show_forms
from headway.web.views.ladder_import import show_import
from headway.web.views.ladder_versions import (
    remove_adoption,
    restore_adoption,
    show_version,
    show_versions,
    take_up,
)
from headway.web.views.learn import show_learn, show_opportunity
from headway.web.views.learn_feeds import (
    add_feed,
    fetch_now,
    import_feeds,
    leave_feed,
    restore_feed,
    send_feeds,
    set_schedule,
)
from headway.web.views.learn_own import (
    add_own,
    change_own,
    import_own,
    remove_import,
    remove_own,
    restore_own,
    send_own,
    send_template,
)
from headway.web.views.learn_reading import (
    quick_tell,
    remove_note,
    restore_note,
    show_reading,
    tell_entry,
    tell_other,
)
from headway.web.views.mentors import show_mentors
from headway.web.views.mentors_one import (
    ask_for_guidance,
    finish_item,
    note_request,
    show_mentoring,
    tell_item,
    tell_session,
    tell_turn,
)
from headway.web.views.network import remove_entry, restore_entry, show_network
from headway.web.views.network_files import (
    send_cards,
    send_table,
    show_connections,
    take_connections,
)
from headway.web.views.network_occasions import (
    add_event,
    add_membership,
    change_event,
    change_membership,
    renew_membership,
)
from headway.web.views.network_person import (
    add_person,
    change_person,
    delete_person,
    show_person,
)
from headway.web.views.packet import send_packet, send_packet_as_pdf, show_open, show_packet
from headway.web.views.packet_closed import (
    close_packet,
    remove_closed,
    restore_closed,
    send_closed,
    send_closed_as_pdf,
    show_closed,
)
from headway.web.views.packet_edit import edit_line, edit_words
from headway.web.views.plan import show_plan
from headway.web.views.plan_calendar import send_calendar
from headway.web.views.plan_curve import show_plan_curve
from headway.web.views.plan_ready import show_ready
from headway.web.views.plan_steps import adopt_plan, remove_step, restore_step, tell_step
from headway.web.views.plan_why import show_plan_why
from headway.web.views.profile import keep_role_held, show_profile
from headway.web.views.profile_import import show_what_was_read, take_history
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
from headway.web.views.standing import show_past, show_standing, show_why
from headway.web.views.today import show_today

handler400 = "headway.web.errors.refuse_unread"
handler404 = "headway.web.errors.say_nowhere"
urlpatterns = [
    path("", page(show_today), name="today"),
    path("calendar.ics", page(send_agenda), name="today-calendar"),
    path("look", act(begin_look), name="today-look"),
    path("leave", act(end_look), name="today-leave"),
    path("profile/", form_page(show_profile), name="profile"),
    path("profile/position/<uuid:fact>", act(keep_role_held), name="profile-position"),
    path("profile/import/", form_page(take_history), name="profile-import"),
    path("profile/import/<slug:name>/", form_page(show_what_was_read), name="profile-import-shown"),
    path("ladder/", page(show_ladder), name="ladder"),
    path("ladder/versions/", form_page(show_versions), name="ladder-versions"),
    path("ladder/versions/waiting/<slug:name>/", form_page(show_import), name="ladder-import"),
    path("ladder/versions/<str:slug>/<str:version>/", page(show_version), name="ladder-version"),
    path("ladder/versions/<str:slug>/<str:version>/take/", form_page(take_up), name="ladder-take"),
    path("ladder/versions/<str:slug>/<str:version>/write/", page(show_forms), name="ladder-write"),
    path(
        "ladder/versions/<str:slug>/<str:version>/write/<slug:form>/",
        page(send_ladder),
        name="ladder-written",
    ),
    path("ladder/<uuid:fact>/remove", act(remove_adoption), name="ladder-adoption-remove"),
    path("ladder/<uuid:fact>/restore", act(restore_adoption), name="ladder-adoption-restore"),
    path("ladder/<str:slug>/", page(show_role), name="ladder-role"),
    path("ladder/<str:slug>/aim", act(set_target), name="ladder-aim"),
    path("evidence/", form_page(show_evidence), name="evidence"),
    path("evidence/tell/", form_page(tell_evidence), name="evidence-tell"),
    path("evidence/<uuid:fact>/", form_page(show_evidence_entry), name="evidence-entry"),
    path("evidence/<uuid:fact>/remove", act(remove_evidence), name="evidence-remove"),
    path("evidence/<uuid:fact>/restore", act(restore_evidence), name="evidence-restore"),
    path(
        "evidence/<uuid:fact>/files/<slug:sha256>", page(send_evidence_file), name="evidence-file"
    ),
    path("evidence/<uuid:fact>/files/<slug:sha256>/on", act(put_on_file), name="evidence-file-on"),
    path("ratings/", page(show_ratings), name="ratings"),
    path("ratings/assess/", form_page(hold_assessment), name="ratings-assess"),
    path("ratings/add/", form_page(add_view), name="ratings-add"),
    path("ratings/ask/", form_page(ratings_ask.ask_somebody), name="ratings-ask"),
    path("ratings/ask/<slug:code>/", form_page(ratings_ask.show_request), name="ratings-request"),
    path("ratings/ask/<slug:code>/form.html", page(ratings_ask.send_form), name="ratings-form"),
    path("ratings/ask/<slug:code>/extend", act(ratings_ask.extend_request), name="ratings-extend"),
    path(
        "ratings/ask/<slug:code>/withdraw",
        act(ratings_ask.withdraw_request),
        name="ratings-withdraw",
    ),
    path("ratings/ask/<slug:code>/forget", act(ratings_ask.remove_reply), name="ratings-forget"),
    path(
        "ratings/ask/<uuid:fact>/restore",
        act(ratings_ask.restore_request),
        name="ratings-request-restore",
    ),
    path("ratings/close", act(close_round), name="ratings-close"),
    path("ratings/<uuid:fact>/remove", act(remove_rating), name="ratings-remove"),
    path("ratings/<uuid:fact>/restore", act(restore_rating), name="ratings-restore"),
    path("standing/", page(show_standing), name="standing"),
    path("standing/<str:competency>/", page(show_why), name="standing-why"),
    path("standing/<str:competency>/history/", page(show_past), name="standing-history"),
    path("gap/", page(show_gap), name="gap"),
    path("gap/<str:slug>/aside/", form_page(put_aside), name="gap-aside"),
    path("gap/aside/<uuid:fact>/remove", act(remove_aside), name="gap-aside-remove"),
    path("gap/aside/<uuid:fact>/restore", act(restore_aside), name="gap-aside-restore"),
    path("plan/", page(show_plan), name="plan"),
    path("plan/calendar.ics", page(send_calendar), name="plan-calendar"),
    path("plan/why/<slug:slug>/", page(show_plan_why), name="plan-why"),
    path("plan/ready/", page(show_ready), name="plan-ready"),
    path("plan/curve/", page(show_plan_curve), name="plan-curve"),
    path("plan/adopt", act(adopt_plan), name="plan-adopt"),
    path("plan/tell/<slug:slug>/", form_page(tell_step), name="plan-tell"),
    path("plan/<uuid:fact>/remove", act(remove_step), name="plan-remove"),
    path("plan/<uuid:fact>/restore", act(restore_step), name="plan-restore"),
    path("learn/", page(show_learn), name="learn"),
    path("learn/add/", form_page(add_own), name="learn-add"),
    path("learn/import/", form_page(import_own), name="learn-import"),
    path("learn/import/remove", act(remove_import), name="learn-import-remove"),
    re_path(r"^learn/template\.(?P<ending>csv|xlsx)$", page(send_template), name="learn-template"),
    path("learn/own.csv", page(send_own), name="learn-own-file"),
    path("learn/own/<uuid:fact>/", form_page(change_own), name="learn-own"),
    path("learn/own/<uuid:fact>/remove", act(remove_own), name="learn-remove"),
    path("learn/own/<uuid:fact>/restore", act(restore_own), name="learn-restore"),
    path("learn/taken/", page(learn_taken.show_taken), name="learn-taken"),
    path("learn/talks/", form_page(learn_talks.show_talks), name="learn-talks"),
    path("learn/talks/<uuid:key>/done", act(learn_talks.finish), name="learn-talks-done"),
    path("learn/talks/<uuid:key>/held", act(learn_talks.hold), name="learn-talks-held"),
    path("learn/talks/<uuid:key>/move", act(learn_talks.move), name="learn-talks-move"),
    path("learn/talks/<uuid:fact>/remove", act(learn_talks.remove), name="learn-talks-remove"),
    path("learn/talks/<uuid:fact>/restore", act(learn_talks.restore), name="learn-talks-restore"),
    path("learn/taken/add/", form_page(learn_taken.add_taken), name="learn-taken-add"),
    path("learn/taken/<uuid:fact>/", form_page(learn_taken.change_taken), name="learn-taken-entry"),
    path("learn/taken/<uuid:fact>/file", page(learn_taken.send_file), name="learn-taken-file"),
    path(
        "learn/taken/<uuid:fact>/remove", act(learn_taken.remove_taken), name="learn-taken-remove"
    ),
    path(
        "learn/taken/<uuid:fact>/restore",
        act(learn_taken.restore_taken),
        name="learn-taken-restore",
    ),
    path("learn/reading/", page(show_reading), name="learn-reading"),
    path("learn/reading/add/", form_page(add_feed), name="learn-reading-add"),
    path("learn/reading/import/", form_page(import_feeds), name="learn-reading-import"),
    path("learn/reading/feeds.opml", page(send_feeds), name="learn-reading-file"),
    path("learn/reading/fetch", act(fetch_now), name="learn-reading-fetch"),
    path("learn/reading/schedule", act(set_schedule), name="learn-reading-schedule"),
    path("learn/reading/other/", form_page(tell_other), name="learn-reading-other"),
    path("learn/reading/<slug:key>/", form_page(tell_entry), name="learn-reading-entry"),
    path("learn/reading/<slug:key>/tell", act(quick_tell), name="learn-reading-tell"),
    path("learn/feed/<uuid:fact>/remove", act(leave_feed), name="learn-feed-remove"),
    path("learn/feed/<uuid:fact>/restore", act(restore_feed), name="learn-feed-restore"),
    path("learn/note/<uuid:fact>/remove", act(remove_note), name="learn-note-remove"),
    path("learn/note/<uuid:fact>/restore", act(restore_note), name="learn-note-restore"),
    path("learn/<slug:slug>/", page(show_opportunity), name="learn-opportunity"),
    path("mentors/", form_page(show_mentors), name="mentors"),
    path("mentors/ask/", form_page(ask_for_guidance), name="mentors-ask"),
    path("mentors/asked/", form_page(note_request), name="mentors-asked"),
    path("mentors/<uuid:key>/", page(show_mentoring), name="mentors-one"),
    path("mentors/<uuid:key>/turn", act(tell_turn), name="mentors-turn"),
    path("mentors/<uuid:key>/session", act(tell_session), name="mentors-session"),
    path("mentors/<uuid:key>/item", act(tell_item), name="mentors-item"),
    path("mentors/<uuid:key>/done/<uuid:fact>", act(finish_item), name="mentors-done"),
    path("network/", form_page(show_network), name="network"),
    path("network/add/", form_page(add_person), name="network-add"),
    path("network/import/", form_page(take_connections), name="network-import"),
    path("network/import/<slug:name>/", form_page(show_connections), name="network-import-shown"),
    path("network/people.csv", page(send_table), name="network-table"),
    path("network/people.vcf", page(send_cards), name="network-cards"),
    path("network/event/", form_page(add_event), name="network-event-add"),
    path("network/event/<uuid:key>/", form_page(change_event), name="network-event"),
    path("network/membership/", form_page(add_membership), name="network-membership-add"),
    path("network/membership/<uuid:key>/", form_page(change_membership), name="network-membership"),
    path(
        "network/membership/<uuid:key>/renew",
        act(renew_membership),
        name="network-membership-renew",
    ),
    path("network/entry/<uuid:fact>/remove", act(remove_entry), name="network-remove"),
    path("network/entry/<uuid:fact>/restore", act(restore_entry), name="network-restore"),
    path("network/<uuid:key>/", form_page(show_person), name="network-person"),
    path("network/<uuid:key>/change/", form_page(change_person), name="network-change"),
    path("network/<uuid:key>/delete/", form_page(delete_person), name="network-delete"),
    path("progress/", form_page(show_progress), name="progress"),
    path("packet/", page(show_packet), name="packet"),
    path("packet/packet.md", page(send_packet), name="packet-file"),
    path("packet/packet.pdf", page(send_packet_as_pdf), name="packet-pdf"),
    path("packet/open/", page(show_open), name="packet-open"),
    path("packet/edit/", form_page(edit_words), name="packet-edit"),
    path("packet/edit/<str:slug>/", form_page(edit_line), name="packet-line"),
    path("packet/close/", form_page(close_packet), name="packet-close"),
    path("packet/closed/<uuid:fact>/", form_page(show_closed), name="packet-closed"),
    path("packet/closed/<uuid:fact>/packet.md", page(send_closed), name="packet-closed-file"),
    path(
        "packet/closed/<uuid:fact>/packet.pdf", page(send_closed_as_pdf), name="packet-closed-pdf"
    ),
    path("packet/closed/<uuid:fact>/remove", act(remove_closed), name="packet-remove"),
    path("packet/closed/<uuid:fact>/restore", act(restore_closed), name="packet-restore"),
    path("settings/", page(show_settings), name="settings"),
    path("settings/export.zip", page(send_archive), name="settings-export"),
    path("settings/evidence.csv", page(send_evidence), name="settings-evidence"),
    path("settings/backup.sqlite3", page(send_backup), name="settings-backup"),
    path("settings/bring/", form_page(take_file), name="settings-bring"),
    path("settings/bring/<slug:name>/", form_page(show_file), name="settings-bring-shown"),
    path("settings/calendar/renew", act(renew_address), name="settings-calendar-renew"),
    path("settings/calendar/revoke", act(revoke_address), name="settings-calendar-revoke"),
    path("settings/delete/", form_page(delete_everything), name="settings-delete"),
    path("api/profile", api.answer_profile, name="api-profile"),
    path("api/ladder", api.answer_ladder, name="api-ladder"),
    path("api/ladder/<str:slug>", api.answer_role, name="api-ladder-role"),
    path("api/evidence", api.answer_evidence, name="api-evidence"),
    path("api/ratings", api.answer_ratings, name="api-ratings"),
    path("api/ratings/requests", api.answer_requests, name="api-ratings-requests"),
    path("api/ratings/assess", api.answer_assessment, name="api-ratings-assess"),
    path("api/standing", api.answer_standing, name="api-standing"),
    path("api/standing/<str:competency>", api.answer_why, name="api-standing-why"),
    path("api/gap", api.answer_gap, name="api-gap"),
    path("api/plan", api.answer_plan, name="api-plan"),
    path("api/plan/ready", api.answer_plan_ready, name="api-plan-ready"),
    path("api/plan/curve", api.answer_plan_curve, name="api-plan-curve"),
    path("api/plan/why/<slug:slug>", api.answer_plan_why, name="api-plan-why"),
    path("api/learn", api.answer_learn, name="api-learn"),
    path("api/learn/taken", api.answer_taken, name="api-learn-taken"),
    path("api/learn/talks", api.answer_talks, name="api-learn-talks"),
    path("api/learn/reading", api.answer_reading, name="api-learn-reading"),
    path("api/learn/<slug:slug>", api.answer_opportunity, name="api-learn-opportunity"),
    path("api/mentors", api.answer_mentors, name="api-mentors"),
    path("api/network", api.answer_network, name="api-network"),
    path("api/network/people", api.answer_people, name="api-network-people"),
    path("api/progress", api.answer_progress, name="api-progress"),
    path("api/packet", api.answer_packet, name="api-packet"),
    path("api/packet/closed", api.answer_closed, name="api-packet-closed"),
    path("api/openapi.json", api.answer_description),
    re_path("^api/", api.answer_unknown),
]
