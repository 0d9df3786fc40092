"""Addresses of reports of infringement, of the sealed identities and of the custodian."""

from django.urls import path

from zhixian.web.protection.views import custody, report_desk, reporting

urlpatterns = [
    path("report/", reporting.start, name="report_start"),
    path("report/new/<slug:way>/", reporting.form, name="report_form"),
    path("report/rights/", reporting.right_search, name="report_rights"),
    path("report/follow/", reporting.follow, name="report_follow"),
    path("report/mine/", reporting.mine, name="report_mine"),
    path("report/mine/message/", reporting.mine_message, name="report_mine_message"),
    path("report/mine/files/<int:pk>/", reporting.mine_file, name="report_mine_file"),
    path("report/mine/acknowledgement.txt", reporting.acknowledgement, name="report_acknowledgement"),
    path("report/mine/submitted.txt", reporting.submitted, name="report_submitted"),
    path("report/leave/", reporting.leave, name="report_leave"),
    path("report/verify/", reporting.verify_acknowledgement, name="verify_acknowledgement"),
    path("report/public-key.txt", reporting.signing_key, name="report_public_key"),
    path("report/statistics/", reporting.statistics, name="report_statistics"),
    path("protection/reports/", report_desk.reports, name="reports"),
    path("protection/reports/<int:pk>/", report_desk.report, name="report"),
    path("protection/reports/<int:pk>/moves/<slug:move>/", report_desk.move, name="move_report"),
    path("protection/reports/<int:pk>/extend/", report_desk.extend, name="extend_report"),
    path("protection/reports/<int:pk>/messages/", report_desk.message, name="write_to_reporter"),
    path("protection/reports/<int:pk>/openings/", custody.ask, name="ask_opening"),
    path("protection/report-files/<int:pk>/", report_desk.file, name="report_file"),
    path("protection/trail/", report_desk.trail, name="report_trail"),
    path("protection/openings/", custody.openings, name="openings"),
    path("protection/openings/<int:pk>/", custody.opening, name="opening"),
    path("protection/openings/<int:pk>/decide/", custody.decide, name="decide_opening"),
    path("protection/openings/<int:pk>/unseal/", custody.unseal, name="unseal_opening"),
    path("protection/openings/<int:pk>/look/", custody.look, name="look_at_opening"),
    path("protection/openings/<int:pk>/files/<int:file>/", custody.sealed_file, name="sealed_file"),
    path("protection/openings/<int:pk>/here/", custody.take_along, name="look_here"),
    path("protection/custody/", custody.desk, name="custody"),
    path("protection/custody/key/", custody.make_key, name="make_custodian_key"),
    path("protection/custody/change/", custody.renew_key, name="change_custodian_key"),
]
