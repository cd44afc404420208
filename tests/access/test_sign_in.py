"""What somebody tries who wants to come in and may not; and how those come in who may."""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib
import re
import struct
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import (
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import clear_url_caches
from django.utils import timezone

import kazbat.urls
from access import sessions, urls
from access.models import Act, NotWrittenAgainError, What
from tests.accounts import ADMINISTRATOR, PASSWORD, READER, account, client_of
from tests.editing import Form, admin_address
from tests.factories import MissionFactory
from tests.reading import words

pytestmark = pytest.mark.django_db

LOGIN = "/admin/account/login/"
CODE = "/admin/account/2fa/authenticate/"
FACTORS = "/admin/account/2fa/"
CONFIRM = "/admin/account/reauthenticate/"
HOME_ADDRESS = "192.0.2.7"


@pytest.fixture(autouse=True)
def as_on_a_server(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def editor(db: None) -> User:
    return account(READER, name="editor")


def enter(
    name: str, password: str, client: Client | None = None, origin: str = HOME_ADDRESS, **sent: str
) -> Any:
    return (client or Client()).post(
        LOGIN, {"login": name, "password": password} | sent, REMOTE_ADDR=origin
    )


def confirm(client: Client) -> None:
    """The password again, before something of the account is changed."""
    client.post(CONFIRM, {"password": PASSWORD})


def is_past_the_password(response: Any) -> bool:
    return bool(response.status_code == 302)


def said(response: Any) -> str:
    return words(BeautifulSoup(response.content, "html.parser"))


def code_of(secret: str, steps: int = 0) -> str:
    """As RFC 6238 says; what a telephone shows."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


SECRET = base64.b32encode(b"a secret of twenty b").decode()


def give_codes(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})


def acts() -> list[tuple[str, str]]:
    return list(Act.objects.order_by("pk").values_list("what", "account"))


# --- Guessing passwords -------------------------------------------------------------------------


def test_a_name_is_not_guessed_at_from_ever_other_addresses(editor: User) -> None:
    names = ("editor", "Editor", "EDITOR", " editor ")
    tries = [enter(names[n % 4], f"wrong {n}", origin=f"192.0.2.{n}") for n in range(60)]

    assert [one.status_code for one in tries[5:]] == [429] * 55
    assert "Too many wrong passwords" in said(tries[-1])
    refused = enter("editor", PASSWORD, origin="198.51.100.1")
    assert refused.status_code == 429
    assert "_auth_user_id" not in refused.client.session
    assert acts() == [(What.WRONG_PASSWORD, "editor")] * 5


def test_an_address_does_not_try_ever_other_names(editor: User) -> None:
    tries = [enter(f"name{n}", "wrong") for n in range(60)]

    assert [one.status_code for one in tries[20:]] == [429] * 40
    assert enter("editor", PASSWORD).status_code == 429
    assert is_past_the_password(enter("editor", PASSWORD, origin="198.51.100.1"))
    assert acts()[:1] != [(What.WRONG_PASSWORD, "name0")], "what is no account is not kept"


def test_one_who_waits_does_not_stop_those_at_the_same_address(editor: User) -> None:
    account(READER, name="colleague")
    for number in range(60):
        enter("editor", f"wrong {number}")

    assert enter("editor", PASSWORD).status_code == 429
    assert is_past_the_password(enter("colleague", PASSWORD))


def test_the_wait_is_over_after_a_quarter_of_an_hour_and_leaves_nothing(editor: User) -> None:
    for number in range(60):
        enter("editor", f"wrong {number}")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert is_past_the_password(enter("editor", PASSWORD))
    assert not AccessAttempt.objects.exists()


def test_attempts_keep_nothing_that_was_typed(editor: User) -> None:
    client = Client()
    sent = {"login": "editor", "password": "secret-password", "kept": "secret-form"}
    client.post(f"{LOGIN}?next=/admin/secret-next/", sent)

    (attempt,) = AccessAttempt.objects.all()
    assert "secret" not in f"{attempt.get_data} {attempt.post_data} {attempt.path_info}"


def test_a_visitor_does_not_choose_an_address(editor: User) -> None:
    """Without a proxy, nobody is asked for whom a request is sent."""
    for number in range(60):
        sent = {"login": f"name{number}", "password": "wrong"}
        Client().post(
            LOGIN, sent, REMOTE_ADDR=HOME_ADDRESS, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}"
        )

    assert enter("editor", PASSWORD).status_code == 429


def test_behind_the_proxy_each_visitor_has_an_address_of_their_own(
    editor: User, settings: Any
) -> None:
    """nginx comes over a socket, which has no address."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def tried(name: str, password: str, forwarded: str) -> Any:
        return Client().post(LOGIN, {"login": name, "password": password},
                             REMOTE_ADDR="", HTTP_X_FORWARDED_FOR=forwarded)  # fmt: skip

    for number in range(60):
        # What somebody writes before nginx does is not believed.
        tried(f"name{number}", "wrong", f"10.0.0.{number}, 192.0.2.7")

    assert tried("editor", PASSWORD, "192.0.2.7").status_code == 429
    assert is_past_the_password(tried("editor", PASSWORD, "198.51.100.1"))


def test_nothing_tells_which_accounts_there_are(editor: User) -> None:
    known, unknown = (enter(name, "wrong") for name in ("editor", "nobody"))

    token = re.compile(r'value="[^"]{64}"')
    pages = {token.sub("", one.content.decode()).replace("nobody", "editor")
             for one in (known, unknown)}  # fmt: skip
    assert known.status_code == unknown.status_code == 200
    assert len(pages) == 1


def test_somebody_who_is_not_active_does_not_come_in(editor: User) -> None:
    User.objects.update(is_active=False)
    response = enter("editor", PASSWORD)

    assert "_auth_user_id" not in response.client.session
    assert response.client.get("/admin/").status_code == 302


@pytest.mark.parametrize("password", ["short", "password123456", "editoreditor", "48151623421234"])
def test_passwords_that_are_guessed_first_are_refused(editor: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, editor, get_default_password_validators())


# --- The second factor --------------------------------------------------------------------------


def test_a_code_opens_the_desk_and_opens_it_once(editor: User) -> None:
    give_codes(editor)
    code = code_of(SECRET)
    one, other = Client(), Client()
    assert enter("editor", PASSWORD, one, next="/admin/missions/mission/")["Location"] == CODE
    assert one.get("/admin/").status_code == 302, "the password alone opens nothing"

    done = one.post(CODE, {"code": code})
    assert (done.status_code, done["Location"]) == (302, "/admin/missions/mission/")
    assert one.get("/admin/").status_code == 200

    enter("editor", PASSWORD, other)
    replayed = other.post(CODE, {"code": code})
    assert replayed.status_code == 200
    assert "Incorrect code" in said(replayed)
    assert other.get("/admin/").status_code == 302
    assert acts() == [(What.SIGNED_IN, "editor"), (What.WRONG_CODE, "editor")]


def test_codes_are_not_guessed_by_one_who_has_the_password(editor: User) -> None:
    give_codes(editor)
    for _again in range(6):
        client = Client()
        enter("editor", PASSWORD, client)
        for number in range(10):
            client.post(CODE, {"code": f"{number:06}"})

    assert acts().count((What.WRONG_CODE, "editor")) == 10
    refused = client.post(CODE, {"code": code_of(SECRET)})
    assert "Too many" in said(refused)
    assert client.get("/admin/").status_code == 302


KEY = '{"rawId": "YQ", "id": "YQ", "type": "public-key", "response": {%s}}'
ASSERTION = '"authenticatorData": "YQ", "signature": "YQ", "userHandle": "MQ"'


@pytest.mark.parametrize(
    "credential",
    ["", "x", "{}", "[]", "null", '{"id": 1}', '{"response": []}', KEY % "",
     KEY % f'"clientDataJSON": "e30", {ASSERTION}',
     KEY % '"clientDataJSON": "e30", "attestationObject": "YQ"'],
)  # fmt: skip
def test_passkeys_that_are_none_are_refused(editor: User, credential: str) -> None:
    client = Client()
    client.get("/admin/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    response = client.post("/admin/account/2fa/webauthn/login/", {"credential": credential})
    assert response.status_code in (200, 302)

    give_codes(editor)
    enter("editor", PASSWORD, client)
    client.get(CODE)
    assert client.post(CODE, {"credential": credential}).status_code == 200
    client.post(CODE, {"code": code_of(SECRET)})
    confirm(client)
    client.get(f"{FACTORS}webauthn/add/")
    added = client.post(f"{FACTORS}webauthn/add/", {"credential": credential, "name": "x"})
    assert added.status_code == 200
    assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]


ADDRESSES = (
    "/admin/", "/admin/missions/mission/", "/admin/missions/mission/add/", "/admin/auth/user/",
    "/admin/password_change/", "/admin/jsi18n/", "/admin/autocomplete/", "/admin/access/act/",
    "/admin/account/password/", "/admin/account/2fa/webauthn/", "/missions/", "/",
)  # fmt: skip


def test_staff_without_a_second_factor_see_nothing_but_how_to_set_one_up(editor: User) -> None:
    MissionFactory.create(draft=True, slug="secret")
    client = Client()
    enter("editor", PASSWORD, client)

    for address in (*ADDRESSES, "/missions/secret/"):
        for method in ("GET", "POST"):
            response = client.generic(method, address)
            assert (response.status_code, response.headers.get("Location")) in (
                (302, FACTORS), (405, None)
            ), address  # fmt: skip
    assert "Set up a passkey" in said(client.get(FACTORS))


@pytest.mark.django_db(transaction=True)
def test_somebody_sets_up_codes_without_a_script_and_comes_in(editor: User) -> None:
    client = Client()
    enter("editor", PASSWORD, client)
    assert client.get(f"{FACTORS}totp/activate/")["Location"].startswith(CONFIRM)
    confirm(client)
    form = BeautifulSoup(client.get(f"{FACTORS}totp/activate/").content, "html.parser")
    picture = client.get(form.select_one("img.qr")["src"])  # type: ignore[index,arg-type] # or it fails
    assert picture["Content-Type"] == "image/svg+xml"
    secret = form.select_one("code")
    assert secret
    done = client.post(f"{FACTORS}totp/activate/", {"code": code_of(secret.text)})
    assert done["Location"] == f"{FACTORS}recovery-codes/"
    shown = client.get(done["Location"])
    codes = [one.text for one in BeautifulSoup(shown.content, "html.parser").select("li code")]
    assert len(codes) == 10
    assert client.get("/admin/").status_code == 200

    later = Client()
    enter("editor", PASSWORD, later)
    assert later.post(CODE, {"code": codes[0]}).status_code == 302
    assert later.get("/admin/").status_code == 200
    again = Client()
    enter("editor", PASSWORD, again)
    assert again.post(CODE, {"code": codes[0]}).status_code == 200, "it opens once"


def test_a_sign_in_by_password_alone_ends_when_a_second_factor_is_there(editor: User) -> None:
    """Or whoever knew the password first could add a factor of their own."""
    client = Client()
    enter("editor", PASSWORD, client)
    assert client.get(FACTORS).status_code == 200
    give_codes(editor)

    assert client.get(f"{FACTORS}totp/activate/")["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


def signed_in(user: User) -> Client:
    give_codes(user)
    client = Client()
    enter(user.username, PASSWORD, client)
    client.post(CODE, {"code": code_of(SECRET)})
    assert client.get("/admin/").status_code == 200
    return client


def test_the_last_second_factor_is_not_taken_away(editor: User) -> None:
    client = signed_in(editor)
    confirm(client)
    client.post(f"{FACTORS}totp/deactivate/")

    assert Authenticator.objects.filter(type="totp").exists()


def test_who_lost_it_sets_up_another(editor: User) -> None:
    lost = signed_in(editor)
    with pytest.raises(CommandError, match="no account “nobody”"):
        call_command("reset_second_factor", "nobody")
    call_command("reset_second_factor", "editor")

    assert lost.get("/admin/").status_code == 302, "whoever has what was lost is out"
    client = Client()
    assert enter("editor", PASSWORD, client)["Location"] == "/admin/"
    assert client.get("/admin/")["Location"] == FACTORS
    assert (What.FACTOR_RESET, "editor") in acts()


def test_administrators_reset_it_at_the_desk_but_not_of_those_above(
    editor: User, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    boss = User.objects.create_superuser("boss", password=PASSWORD)
    give_codes(editor)
    give_codes(boss)
    sent = {"action": "reset_second_factor", "_selected_action": [editor.pk, boss.pk]}
    client_of(editor).post("/admin/auth/user/", sent)
    assert Authenticator.objects.count() == 2

    client_of(account(ADMINISTRATOR)).post("/admin/auth/user/", sent)
    assert [key.user for key in Authenticator.objects.all()] == [boss]
    (line,) = Act.objects.filter(what=What.FACTOR_RESET)
    assert (line.account, line.by) == ("editor", "administrator")


def test_a_form_that_was_kept_is_there_again_after_the_second_factor(settings: Any) -> None:
    boss = User.objects.create_superuser("boss", password=PASSWORD)
    client = signed_in(boss)
    mission = MissionFactory.create(draft=True)
    form = Form.at(client, admin_address(type(mission), "change", mission.pk))
    client.cookies.clear()
    kept = client.post(form.address, {**form.values, "name_en": "Mine"},
                       headers={"origin": "http://testserver"})  # fmt: skip
    field = BeautifulSoup(kept.content, "html.parser").select_one("#login-form [name=kept]")
    assert field
    asked = enter("boss", PASSWORD, client, kept=str(field["value"]))
    assert asked["Location"] == CODE
    done = client.post(CODE, {"code": code_of(SECRET, 1)})

    assert Form.at(client, done["Location"]).values["name_en"] == "Mine"


# --- Where one comes out, and when it ends -------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "//elsewhere.example/", r"\\elsewhere.example",
     "javascript:alert(1)", "https:elsewhere.example", "/\t/elsewhere.example"],
)  # fmt: skip
def test_nobody_is_led_to_another_site(editor: User, address: str, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    for query in ("", "?next=/admin/"):
        client = Client()
        client.get("/admin/login/", {"next": address})
        done = client.post(
            f"{LOGIN}{query}", {"login": "editor", "password": PASSWORD, "next": address}
        )
        assert done["Location"] == "/admin/"
        # As somebody who is signed in already.
        assert client.get(LOGIN, {"next": address})["Location"] == "/admin/"


def test_a_cookie_is_worth_nothing_after_signing_out(editor: User) -> None:
    client = signed_in(editor)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/admin/logout/")

    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(("idle", "began", "is_over"), [
    (timedelta(hours=1), timedelta(hours=11), False),
    (timedelta(hours=3), timedelta(hours=3), True),
    (timedelta(minutes=1), timedelta(hours=13), True),
])  # fmt: skip
def test_a_sign_in_ends_by_itself(
    editor: User, idle: timedelta, began: timedelta, is_over: bool
) -> None:
    client = signed_in(editor)
    session = client.session
    session[sessions.SEEN] = time.time() - idle.total_seconds()
    session[sessions.BEGAN] = time.time() - began.total_seconds()
    session.save()

    assert (client.get("/admin/").status_code == 302) is is_over
    assert ("_auth_user_id" not in client.session) is is_over


def test_each_request_is_noted_and_the_next_wait_begins_there(editor: User) -> None:
    client = signed_in(editor)
    session = client.session
    session[sessions.SEEN] = time.time() - timedelta(hours=1).total_seconds()
    session.save()
    client.get("/")

    assert time.time() - client.session[sessions.SEEN] < 60


@pytest.mark.parametrize(
    "page",
    ["signup/", "email/", "social/login/", "login/code/", "confirm-email/", "password/reset/"],
)
def test_nobody_makes_an_account_or_a_password_by_letter(client: Client, page: str) -> None:
    assert client.get(f"/admin/account/{page}").status_code in (302, 404)
    assert client.post(f"/admin/account/{page}").status_code in (302, 404)
    assert not User.objects.exists()


def test_no_page_of_an_account_is_kept_by_a_browser(editor: User) -> None:
    client = signed_in(editor)
    for address in (LOGIN, FACTORS, f"{FACTORS}webauthn/", "/admin/account/password/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


@pytest.fixture
def letters(settings: Any) -> Iterator[None]:
    """As where MAIL_URL is set."""

    def read_addresses() -> None:
        for module in (urls, kazbat.urls):
            importlib.reload(module)
        clear_url_caches()

    settings.MAIL_URL = "smtp://localhost"
    read_addresses()
    yield
    settings.MAIL_URL = ""
    read_addresses()


def test_a_new_password_by_letter_tells_nobody_who_has_an_account(
    editor: User, letters: None, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.update(email="editor@example.org")
    give_codes(editor)
    asked = [
        Client().post("/admin/account/password/reset/", {"email": email})
        for email in ("nobody@example.org", "editor@example.org")
    ]
    assert len({(one.status_code, one["Location"]) for one in asked}) == 1
    until = time.monotonic() + 10
    while not mailoutbox and time.monotonic() < until:
        time.sleep(0.01)
    (letter,) = mailoutbox
    assert (letter.to, letter.from_email) == (["editor@example.org"], settings.CONTACT_EMAIL)

    link = re.search(r"http://testserver(/\S+)", str(letter.body))
    assert link
    client = Client()
    form = client.get(link[1])
    changed = {"password1": "quite another horse", "password2": "quite another horse"}
    client.post(form["Location"], changed)
    assert "_auth_user_id" not in client.session
    assert enter("editor", PASSWORD).status_code == 200
    assert enter("editor", "quite another horse")["Location"] == CODE
    assert (What.PASSWORD, "editor") in acts()


# --- The log ------------------------------------------------------------------------------------


def test_what_is_done_with_accounts_is_written_down(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client = client_of(account(ADMINISTRATOR))
    added = {"username": "newcomer", "password1": "quite another horse",
             "password2": "quite another horse", "usable_password": "true"}  # fmt: skip
    client.post("/admin/auth/user/add/", added)
    newcomer = User.objects.get(username="newcomer")
    form = Form.at(client, f"/admin/auth/user/{newcomer.pk}/change/")
    role = str(newcomer.groups.model.objects.get(name=READER).pk)
    values = {name: value for name, value in form.values.items() if name != "is_active"}
    client.post(form.address, values | {"groups": [role]})
    password = {"password1": "still another horse", "password2": "still another horse",
                "usable_password": "true"}  # fmt: skip
    client.post(f"/admin/auth/user/{newcomer.pk}/password/", password)

    lines = Act.objects.filter(account="newcomer").order_by("pk")
    assert list(lines.values_list("what", "by", "details")) == [
        (What.MADE, "administrator", ""),
        (What.ACTIVE, "administrator", "not active"),
        (What.ROLES, "administrator", READER),
        (What.PASSWORD, "administrator", ""),
    ]
    assert "newcomer" in said(client.get("/admin/access/act/"))


def test_no_form_edits_the_log(editor: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client = client_of(User.objects.create_superuser("boss"))
    (line,) = Act.objects.all()
    crafted = {"account": "other", "what": What.ROLES, "post": "yes", "_save": "Save"}
    for page in ("add/", f"{line.pk}/change/", f"{line.pk}/delete/"):
        assert client.post(f"/admin/access/act/{page}", crafted).status_code == 403
    client.post("/admin/access/act/",
                {"action": "delete_selected", "_selected_action": line.pk} | crafted)  # fmt: skip
    with pytest.raises(NotWrittenAgainError):
        Act.objects.update(account="other")
    with pytest.raises(NotWrittenAgainError):
        Act.objects.all().delete()
    line.account = "other"
    with pytest.raises(NotWrittenAgainError):
        line.save()

    assert acts() == [(What.SIGNED_IN, "boss")]
    assert client_of(editor).get("/admin/access/act/").status_code == 403
