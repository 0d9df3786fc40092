"""Django's settings. Everything a place may change comes from the environment; see docs/how-to/run-the-site.md."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from zhixian.site.environment import (
    LOOPBACK,
    data_folder,
    database,
    flag,
    hosts,
    oidc,
    origin,
    plan_folder,
    site_keys,
    smtp,
)

DATA = data_folder()
"""Folder with the registry's sources and snapshots, the site's own database and the files that people upload."""
PLAN = plan_folder()
"""The plan this site is about."""
TODAY = os.environ.get("ZHIXIAN_TODAY", "")
"""An ISO day that the site takes for today: for demonstrations and rehearsals. Empty means the real day."""

DEMO = flag("ZHIXIAN_DEMO")
"""Whether this is a demonstration with sample people, whose door at /demo/ asks for no password; then only loopback is served."""

DEBUG = False
SECRET_KEY, *EARLIER_KEYS = site_keys(DATA)
"""Earlier keys open what was sealed with them, until it is sealed anew, and find reports by their receipts; they sign nothing."""
ALLOWED_HOSTS = LOOPBACK if DEMO else hosts()
SECURE = flag("ZHIXIAN_HTTPS")
"""Whether the site is served by HTTPS (behind a proxy that says so): secure cookies and HSTS."""
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"*", "localhost", "127.0.0.1"}]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "zhixian.web.accounts",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "zhixian.web.kit",
    "zhixian.web.registry",
    "zhixian.web.registers",
    "zhixian.web.incentives",
    "zhixian.web.matters",
    "zhixian.web.finance",
    "zhixian.web.protection",
    "zhixian.web.indicators",
    "zhixian.web.navigation",
    "zhixian.web.supervision",
    "zhixian.web.warnings",
    "zhixian.web.portal",
    "zhixian.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhixian.web.kit.plain_addresses.PlainAddresses",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zhixian.web.kit.watch.Watch",
    "zhixian.web.accounts.idle.IdleSessions",
    "zhixian.web.kit.doors.DoorMiddleware",
    "zhixian.web.kit.sorry.SayOutOfOrder",
]

ROOT_URLCONF = "zhixian.site.urls"
WSGI_APPLICATION = "zhixian.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhixian.web.kit.context.site",
                "zhixian.web.registry.context.labels",
            ],
            "builtins": ["django.templatetags.static", "zhixian.web.kit.templatetags.kit"],
        },
    }
]

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "zhixian.web.accounts.passwords.MaximumLength"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "zhixian.web.accounts.adapter.Accounts"
ACCOUNT_SIGNUP_FORM_CLASS = "zhixian.web.accounts.who_you_are.WhoYouAre"
ACCOUNT_FORMS = {
    "login": "zhixian.web.accounts.forms.SignIn",
    "signup": "zhixian.web.accounts.forms.SignUp",
    "add_email": "zhixian.web.accounts.forms.OtherAddress",
    "reset_password": "zhixian.web.accounts.forms.Forgotten",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = os.environ.get("ZHIXIAN_EMAIL_VERIFICATION", "mandatory")
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "signup": "20/h/ip"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
"""Whoever changes a password or a second factor is told by mail, so that somebody else's doing is noticed."""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "zhixian.web.accounts.second_factor.SecondFactor"
MFA_FORMS = {
    "authenticate": "zhixian.web.accounts.forms.SecondFactorForm",
    "reauthenticate": "zhixian.web.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "zhixian.web.accounts.forms.FirstCodeForm",
}
MFA_TOTP_ISSUER = "知县"
OIDC = oidc()
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC]}} if OIDC else {}
SOCIALACCOUNT_ADAPTER = "zhixian.web.accounts.adapter.PlaceSignIn"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
"""The place's own sign-in is trusted for addresses it has verified: it opens the account with that address."""
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE = 60 * int(os.environ.get("ZHIXIAN_IDLE_MINUTES", "30"))
"""Seconds without a sign of the person after which a session ends; typing in a form is a sign."""
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
"""With HTTPS a browser takes them from this very host only, never from a neighbour under the same domain."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zhixian.web.kit.sorry.form_expired"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SILENCED_SYSTEM_CHECKS = ["security.W021"]
"""Browsers' preload lists are for whole domains, which are the province's to enter."""
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, origin(OIDC["settings"]["server_url"])] if OIDC else [SELF],
        "frame-ancestors": [NONE],
    }
}

MESSAGE_TAGS = {40: "danger"}
"""Django's level ERROR in the words of the style sheet."""

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
_CHECKOUT = Path(__file__).parents[3]
STATIC_ROOT = Path(
    os.environ.get("ZHIXIAN_STATIC")
    or (_CHECKOUT / ".static" if (_CHECKOUT / "package.json").is_file() else DATA / "static")
)
"""Made at set-up, once for every site of a checkout."""
STATICFILES_DIRS = [path for path in [_CHECKOUT / "node_modules" / ".zhixian"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = DATA / "files"
"""Private: nothing under it has an address; files leave through views that check who asks."""
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
"""Bytes of the texts of one form, more than two million Chinese signs as browsers send them: a field that has too many answers
for itself, with what stands in it."""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB_LEASE = float(os.environ.get("ZHIXIAN_JOB_LEASE", "20"))
"""Seconds for which a worker that is not heard of keeps its place; afterwards the next one takes over its jobs."""
UPLOAD_LIMIT = int(os.environ.get("ZHIXIAN_UPLOAD_MB", "500")) * 1024 * 1024
"""Bytes of one file of an import of registry data."""
STORED_LIMIT = int(os.environ.get("ZHIXIAN_STORED_MB", "2000")) * 1024 * 1024
"""Bytes that the site keeps of one organisation's materials, and of one person's unsettled imports."""
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kit_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # limits on forms live here; a full cache forgets some of them
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
"""`pages` keeps parts of public pages ready in each process; what other rooms did shows within its minute."""
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ZHIXIAN_PROXIES", "0"))
"""How many proxies stand in front of the site and add to X-Forwarded-For; what others claim there is not believed."""

vars().update(smtp())
EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("ZHIXIAN_FROM", "zhixian@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "zhixian.web.kit.log_lines.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
