"""Settings of the tests: a server's own, less what only a real server needs.

Nothing but `DATABASE_URL` is taken from the environment, so that a developer's shell cannot
change what a test proves.
"""

import os

from django.utils.crypto import get_random_string

DATABASE_URL = os.environ.get("DATABASE_URL", "sqlite://:memory:")
SETTINGS_OF_A_SERVER = {
    "DEBUG": "false",
    "SECRET_KEY": get_random_string(50),
    "CONTACT_EMAIL": "editors@example.org",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CSRF_TRUSTED_ORIGINS": "",
    "DATABASE_URL": DATABASE_URL,
    # Tests take back what they wrote, and the numbers of editions with it.
    "CACHE_URL": "dummycache://",
    # The test client and the live server speak plain HTTP.
    "HTTPS_ONLY": "false",
}
os.environ.update(SETTINGS_OF_A_SERVER)

from kazbat.settings import *  # noqa: E402, F403 - only now does the environment say all of this

# A slow hash protects real passwords; here it would only slow the tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Most tests sign in without a form; tests/access/test_sign_in.py asks for it.
SECOND_FACTOR_REQUIRED = False
STORAGES = {
    # Uploaded photos vanish with the test.
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # The manifest exists only after collectstatic.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Nor are static files collected: they are served from where they stand.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
