"""Every address of the web app: one word each for the page and for the API."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from headway.web import api
from headway.web.errors import page
from headway.web.views.gap import show_gap
from headway.web.views.plan import show_plan
from headway.web.views.plan_why import show_plan_why
from headway.web.views.standing import show_standing, show_why

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="standing", query_string=True), name="start"),
    path("standing/", page(show_standing), name="standing"),
    path("standing/<slug:competency>/", page(show_why), name="standing-why"),
    path("gap/", page(show_gap), name="gap"),
    path("plan/", page(show_plan), name="plan"),
    path("plan/why/<slug:slug>/", page(show_plan_why), name="plan-why"),
    path("api/standing", api.answer_standing, name="api-standing"),
    path("api/standing/<slug:competency>", api.answer_why, name="api-standing-why"),
    path("api/gap", api.answer_gap, name="api-gap"),
    path("api/plan", api.answer_plan, name="api-plan"),
    path("api/plan/why/<slug:slug>", api.answer_plan_why, name="api-plan-why"),
    re_path("^api/", api.answer_unknown),
]
