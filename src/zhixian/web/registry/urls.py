"""Addresses of the registry."""

from django.urls import path

from zhixian.web.registry.views import batches, desk, index, look_alikes

urlpatterns = [
    path("registry/", desk.desk, name="registry"),
    path("registry/waiting/", desk.correct_waiting, name="correct_waiting"),
    path("registry/templates/<slug:kind>.xlsx", desk.empty_form, name="registry_template"),
    path("registry/snapshots/<str:snapshot>/", desk.go_back, name="go_back"),
    path("registry/batches/<int:pk>/", batches.batch, name="batch"),
    path("registry/batches/<int:pk>/rows/", batches.rows, name="batch_rows"),
    path("registry/batches/<int:pk>/rows/<int:row>/", batches.fix, name="fix_row"),
    path("registry/batches/<int:pk>/rows/<int:row>/aside/", batches.set_aside, name="set_row_aside"),
    path("registry/batches/<int:pk>/report.xlsx", batches.report, name="batch_report"),
    path("registry/batches/<int:pk>/changes/<str:what>/", batches.changes, name="batch_changes"),
    path("registry/batches/<int:pk>/<str:act>/", batches.act, name="batch_act"),
    path("rights/", index.rights, name="rights"),
    path("rights.xlsx", index.rights_sheet, name="rights_sheet"),
    path("rights/<path:right_id>/", index.right, name="right"),
    path("look-alikes/", look_alikes.look_alikes, name="look_alikes"),
    path("look-alikes/<path:right_id>/", look_alikes.look_alike, name="look_alike"),
    path("parties/", index.parties, name="parties"),
    path("parties/<path:party_id>/", index.party, name="party"),
]
