"""Addresses of matters, dossiers and 公示."""

from django.urls import path

from zhixian.web.matters.views import applying, definitions, guide, handling, papers, publicity, reading

urlpatterns = [
    path("matters/", guide.matters, name="matters"),
    path("matters/<slug:matter>/", guide.matter, name="matter"),
    path("matters/<slug:matter>/start/", applying.start, name="start_dossier"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("dossiers/", reading.dossiers, name="dossiers"),
    path("dossiers/<int:pk>/", reading.dossier, name="dossier"),
    path("dossiers/together/<slug:act>/", handling.together, name="dossiers_together"),
    path("dossiers/<int:pk>/form/", applying.form, name="dossier_form"),
    path("dossiers/<int:pk>/form/save/", applying.save, name="save_draft"),
    path("dossiers/<int:pk>/materials/<slug:material>/", applying.attach, name="attach_material"),
    path("dossiers/<int:pk>/moves/<slug:move>/", handling.move, name="make_move"),
    path("dossiers/<int:pk>/acts/<slug:act>/", handling.act, name="dossier_act"),
    path("dossiers/<int:pk>/messages/", handling.message, name="send_message"),
    path("dossiers/<int:pk>/personal/", reading.personal, name="read_personal"),
    path("dossiers/<int:pk>/letter/", papers.letter, name="letter"),
    path("dossiers/<int:pk>/receipt/", papers.receipt, name="receipt"),
    path("materials/<int:pk>/", papers.material, name="material"),
    path("materials/<int:pk>/remove/", applying.remove, name="remove_material"),
    path("objections/<int:pk>/answer/", handling.answer, name="answer_objection"),
    path("publicity/", publicity.shown, name="publicity"),
    path("publicity/<int:pk>/", publicity.one, name="publicity_of"),
]
