"""Addresses that belong to no room in particular."""

from django.urls import path

from zhixian.web.kit import views

urlpatterns = [
    path("healthz", views.healthy, name="healthy"),
    path("here/", views.still_here, name="still_here"),
    path("notices/", views.notices, name="notices"),
    path("notices/<int:pk>/", views.open_notice, name="open_notice"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("jobs/<int:pk>/retry/", views.retry_job, name="retry_job"),
    path("keeping/", views.kept, name="keeping"),
    path("keeping/clearing/", views.clearing, name="clearing"),
    path("keeping/clearing/<int:pk>/", views.decide_clearing, name="decide_clearing"),
]
