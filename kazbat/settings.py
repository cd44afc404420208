"""Settings, read from environment variables only; the table is docs/configuration.md."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

django_stubs_ext.monkeypatch()

env = environ.Env()

# --- Mode -------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set it to a long random text, "
            "or set DEBUG=true to try the register on your own machine."
        )
    # Signs nothing but a local trial's cookies, on 127.0.0.1.
    SECRET_KEY = "local-trial-only-" + "0" * 50
elif not DEBUG and len(SECRET_KEY) < 50:  # noqa: PLR2004 - as Django's own check wishes
    raise ImproperlyConfigured("SECRET_KEY is too short to be secret: it needs 50 characters.")

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    # The register, from the top layer down; see docs/architecture.md.
    "kazbat",
    "access",
    "personnel",
    "missions",
    "sources",
    "editions",
    "catalogue",
    "records",
    # Must stand before the admin, whose forms it extends.
    "modeltranslation",
    # Django's admin, whose forms outlive a session.
    "editions.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "django_linear_migrations",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]

MIDDLEWARE = [
    "kazbat.logs.requests_are_told",
    "django.middleware.security.SecurityMiddleware",
    # Outside what keeps pages, so that no kept page says it.
    "csp.middleware.CSPMiddleware",
    "kazbat.middleware.embeds_may_be_framed",
    "kazbat.middleware.permissions_are_few",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kazbat.middleware.heads_have_no_body",
    "kazbat.middleware.public_pages_are_only_read",
    # Around all that costs something; inside what redirects to HTTPS and says so to browsers.
    "kazbat.serving.pages.PagesForVisitors",
    "kazbat.serving.addresses.no_empty_parameters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "access.sessions.sign_ins_end",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "access.second_factor.SecondFactorIsShown",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kazbat.urls"
WSGI_APPLICATION = "kazbat.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "records.templates.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
}
# Seconds; 0 for commands, which may take their time. The server sets it (kazbat/wsgi.py).
DATABASE_TIMEOUT = env.float("DATABASE_TIMEOUT", default=0.0)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "ENGINE": "kazbat.databases.sqlite3",
        # Kept open, also so that what must lie beside the file is there when its disk is full.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A writer takes its lock at once instead of failing half-way; readers go on beside it.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Pages of the file that are read often stay in memory: up to 16 MB a connection.
            "init_command": "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16384;",
        },
        # Tests of several processes would else share files, since the engine is not Django's own.
        "TEST": {"NAME": ":memory:"},
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"] |= {
        "ENGINE": "kazbat.databases.postgresql",
        # Kept open between requests: opening one costs more than many a page.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
    # PostgreSQL would compile statements of many tables, at a tenth of a second each, which answer
    # in some milliseconds.
    options: dict[str, Any] = {"options": "-c jit=off"}
    if DATABASE_TIMEOUT:
        options["options"] += f" -c statement_timeout={DATABASE_TIMEOUT}s"
        # A server that cannot even say that the time is over is given up a little later.
        options["seconds"] = DATABASE_TIMEOUT + 2
    DATABASES["default"]["OPTIONS"] = options | DATABASES["default"].get("OPTIONS", {})

# Pages of visitors. On one's own machine templates are changed, and no page is kept.
PAGES = env.cache_url("CACHE_URL", default="dummycache://" if DEBUG else "locmemcache://")
if PAGES["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    PAGES["BACKEND"] = "kazbat.serving.redis.PageRedis"
elif "MAX_ENTRIES" not in PAGES.setdefault("OPTIONS", {}):
    # Those asked for last; with the largest answer that is kept, 64 MB a process at most.
    PAGES["OPTIONS"]["MAX_ENTRIES"] = 1000
CACHES = {
    # What all processes know of attempts to sign in: codes that were used, and how many were wrong.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_cacheentry",
    },
    "pages": {"KEY_PREFIX": "kazbat", "LOCATION": "pages"} | PAGES,
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# --- People ------------------------------------------------------------------------------------

CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
if not DEBUG and "@" not in CONTACT_EMAIL:
    raise ImproperlyConfigured(
        "CONTACT_EMAIL is not set. Set it to the address to which people write who find an error "
        "or wish not to be named; the page About shows it."
    )

# --- Languages --------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("kk", "Қазақша"), ("ru", "Русский")]
# A text that is missing in one language is shown in another, never left out.
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en", "ru", "kk")}
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
# Served at the top: the favicon.ico that browsers ask for where no page names an icon.
WHITENOISE_ROOT = BASE_DIR / "kazbat" / "serving" / "root"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Photographs wait in memory until they are judged; nothing that is refused was on the disk.
FILE_UPLOAD_HANDLERS = ["sources.uploads.UploadsInMemory"]
# The form of a record with hundreds of citations has thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- What is told to those who watch ------------------------------------------------------------

# A line of JSON for each request and each fault, where the server's own messages go.
ERROR_HANDLER = env.str("ERROR_HANDLER", default="")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "kazbat.logs.JSONLines"}, "plain": {}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "lines"},
        "errors": {
            "class": ERROR_HANDLER or "logging.NullHandler",
            "formatter": "lines",
            "level": "ERROR",
        },
    },
    "root": {"handlers": ["console", "errors"], "level": "WARNING"},
    "loggers": {
        # Not each address that somebody mistypes.
        "django.request": {"level": "ERROR"},
        # Says who signs in, and from where.
        "axes": {"level": "CRITICAL"},
        # Django's development server tells of requests itself.
        "kazbat.requests": {"level": "WARNING" if DEBUG else "INFO"},
    },
}

# --- Sign-in ----------------------------------------------------------------------------------

BEHIND_HTTPS_PROXY = env.bool("BEHIND_HTTPS_PROXY", default=False)

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "access.brake.Passwords",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        # A name written twice is like it too.
        ("UserAttributeSimilarityValidator", {"max_similarity": 0.6}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# Ends with the browser, or earlier: access.sessions.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())

SECOND_FACTOR_REQUIRED = not DEBUG
MFA_ADAPTER = "access.second_factor.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "access.passkeys.AddForm",
    "authenticate_webauthn": "access.passkeys.AuthenticateForm",
    "login_webauthn": "access.passkeys.LoginForm",
    "reauthenticate_webauthn": "access.passkeys.ReauthenticateForm",
}
MFA_TOTP_ISSUER = "Kazbat"
# A telephone's clock may be half a minute wrong.
MFA_TOTP_TOLERANCE = 1
# Passkeys on http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

ACCOUNT_ADAPTER = "access.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Kazbat: "
ACCOUNT_SESSION_REMEMBER = False
# Nobody is written to who has no account.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Wrong codes of one account; wrong passwords are counted by axes.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/15m/key",
    "change_password": "5/15m/user",
    "reset_password": "10/h/ip,3/h/key",
}
# What the proxy says of a visitor's address is believed, and nobody else.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_HTTPS_PROXY)

AXES_HANDLER = "access.brake.Brake"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "access.brake.name_of"
AXES_CLIENT_IP_CALLABLE = "access.brake.address_of"
AXES_LOCKOUT_CALLABLE = "access.brake.answer_of_the_brake"
# Names, addresses and what was typed are nobody's to read.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "kept", "next"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False

# Letters by which people set a new password; without it an administrator sets it.
MAIL_URL = env.str("MAIL_URL", default="")
if MAIL_URL:
    # As its several settings.
    globals().update(env.email_url("MAIL_URL"))
DEFAULT_FROM_EMAIL = CONTACT_EMAIL

# --- Transport --------------------------------------------------------------------------------

CSRF_FAILURE_VIEW = "editions.admin.resuming.csrf_failure"

# What a page may load and run: what comes from this site as a file of its own. No script or style
# stands inside a page, so that kept pages need no number used once.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

HTTPS_ONLY = env.bool("HTTPS_ONLY", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS_ONLY else 0)
# Health checks call it directly, without HTTPS.
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
# Only the owner of a whole domain can promise this for it, and for good.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_WHOLE_DOMAIN", default=False)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
# The two warnings ask for that promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if BEHIND_HTTPS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
