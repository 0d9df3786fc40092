"""Addresses of registers."""

from django.urls import path

from zhixian.web.registers.views import feeds, files, lists, papers, rows, sheets

urlpatterns = [
    path("registers/", lists.registers, name="registers"),
    path("registers/evidence/<int:pk>/", files.get, name="register_file"),
    path("registers/evidence/<int:pk>/remove/", files.remove, name="remove_register_file"),
    path("registers/<slug:register>/", lists.register, name="register"),
    path("registers/<slug:register>/new/", rows.new_row, name="new_register_row"),
    path("registers/<slug:register>/form.xlsx", sheets.form, name="register_form"),
    path("registers/<slug:register>/sheet/", sheets.take, name="register_sheet"),
    path("registers/<slug:register>/feed/", feeds.feed, name="register_feed"),
    path("registers/<slug:register>/rows.xlsx", sheets.export, name="register_export"),
    path("registers/<slug:register>/<int:pk>/", rows.row, name="register_row"),
    path("registers/<slug:register>/<int:pk>/private/", rows.private, name="register_row_private"),
    path("registers/<slug:register>/<int:pk>/<slug:paper>.docx", papers.paper, name="register_paper"),
    path("registers/<slug:register>/<int:pk>/files/", files.add, name="attach_register_file"),
    path("registers/<slug:register>/<int:pk>/change/", rows.change, name="change_register_row"),
    path("registers/<slug:register>/<int:pk>/strike/", rows.strike, name="strike_register_row"),
    path("public/registers/", lists.public_list, name="public_registers"),
    path("public/registers/<slug:register>/", lists.public_register, name="public_register"),
]
