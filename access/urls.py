"""Of allauth's pages those that the desk needs: nobody signs up, or signs in elsewhere."""

from allauth.account import views as account
from django.conf import settings
from django.urls import include, path, re_path

from . import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/totp/picture.svg", views.totp_picture, name="totp_picture"),
    path("2fa/webauthn/login/", views.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        views.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("2fa/", include("allauth.mfa.urls")),
]

if settings.MAIL_URL:
    urlpatterns += [
        path("password/reset/", account.password_reset, name="account_reset_password"),
        path(
            "password/reset/done/",
            account.password_reset_done,
            name="account_reset_password_done",
        ),
        re_path(
            r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            account.password_reset_from_key,
            name="account_reset_password_from_key",
        ),
        path(
            "password/reset/key/done/",
            account.password_reset_from_key_done,
            name="account_reset_password_from_key_done",
        ),
    ]
