"""Addresses of accounts: ours, then allauth's own."""

from django.urls import include, path

from zhixian.web.accounts.views import claims, demo, invitations, own, people, second_factor, tokens

urlpatterns = [
    path("demo/", demo.doors, name="demo"),
    path("demo/<str:key>/", demo.step_in, name="demo_step_in"),
    path("accounts/", own.account, name="account"),
    path("accounts/data/", own.own_file, name="own_data"),
    path("accounts/leave/", own.leave, name="leave"),
    path("accounts/claim/", claims.claim, name="claim"),
    path("accounts/invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("claims/", claims.waiting, name="claims"),
    path("claims/<int:pk>/", claims.decide, name="claim_decide"),
    path("organisations/<int:pk>/party/", claims.party, name="organisation_party"),
    path("people/", people.people, name="people"),
    path("people/all/", people.all_seats, name="all_seats"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw_invitation, name="withdraw_invitation"),
    path("people/<int:pk>/close/", people.close, name="close_seat"),
    path("people/<int:pk>/second-factor/", people.lost_factor, name="lost_factor"),
    path("people/<int:pk>/move/", people.move, name="move_seat"),
    path("accounts/sessions/", own.Sessions.as_view(), name="usersessions_list"),
    path("accounts/sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("accounts/tokens/", tokens.own_tokens, name="tokens"),
    path("accounts/tokens/new/", tokens.new_token, name="new_token"),
    path("accounts/tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("accounts/second-factor/", second_factor.second_factor_needed, name="second_factor_needed"),
    path(
        "accounts/2fa/webauthn/keys/<int:pk>/remove/",
        second_factor.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("accounts/", include("allauth.urls")),
]
