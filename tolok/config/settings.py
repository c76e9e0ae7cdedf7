"""Django settings, all from the data folder and the environment; docs/reference/settings.md."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, SELF

from tolok.lib.database_url import postgresql
from tolok.lib.environment import by_network
from tolok.lib.folder import DataFolder

HERE = Path(__file__).resolve().parent.parent
DATA = DataFolder.from_env()

SECRET_KEY = DATA.secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TOLOK_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TOLOK_ORIGINS", "").split(",") if o]
HTTPS = os.environ.get("TOLOK_HTTPS", "") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "tolok.store",
    "tolok.web.apps.WebConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
]

MIDDLEWARE = [
    "tolok.web.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tolok.web.requests.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tolok.api.idempotency.IdempotencyMiddleware",
    "tolok.web.requests.ProblemMiddleware",
]

ROOT_URLCONF = "tolok.config.urls"
ASGI_APPLICATION = "tolok.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "web", HERE / "web" / "accounts"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tolok.web.shell.shell",
            ],
            "builtins": ["tolok.web.templatetags.words"],
        },
    }
]

DATABASE_URL = os.environ.get("TOLOK_DATABASE_URL", os.environ.get("DATABASE_URL", ""))
DATABASES = {
    "default": postgresql(DATABASE_URL)
    if DATABASE_URL
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA.app_database,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}
TASKS = {"default": {"BACKEND": "tolok.services.task_backend.LeasedBackend", "QUEUES": []}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tolok.web.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = os.environ.get("TOLOK_EMAIL_VERIFICATION", "none")
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": os.environ.get("TOLOK_OIDC_NAME", "Single sign-on"),
                    "client_id": os.environ["TOLOK_OIDC_CLIENT_ID"],
                    "secret": os.environ.get("TOLOK_OIDC_SECRET", ""),
                    "settings": {"server_url": os.environ["TOLOK_OIDC_SERVER"]},
                }
            ]
        }
    }
    if "TOLOK_OIDC_CLIENT_ID" in os.environ
    else {}
)
OIDC_ORIGINS = [
    f"{urlsplit(server).scheme}://{urlsplit(server).netloc}"
    for server in [os.environ.get("TOLOK_OIDC_SERVER", "")]
    if server
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("id", "Indonesia")]
LOCALE_PATHS = [HERE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_NAME = "tolok_language"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "web" / "assets" / "built"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000  # addresses carry a hash of the content

SESSION_COOKIE_NAME = "tolok_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF, *OIDC_ORIGINS],  # a browser follows a form's redirect only there
    }
}

METRICS = os.environ.get("TOLOK_METRICS", "loopback")
METRICS_TOKEN = os.environ.get("TOLOK_METRICS_TOKEN", "")
# For development: networks of one's own that connectors and feeds may reach, also over plain http.
OWN_NETWORKS = [n for n in os.environ.get("TOLOK_OWN_NETWORKS", "").split(",") if n]
PUBLIC_URL = os.environ.get("TOLOK_PUBLIC_URL", "").rstrip("/")
# What the operator registered with a network: TOLOK_APP_<NETWORK>_<NAME>.
APPS = by_network(os.environ, "TOLOK_APP_")
UPLOAD_LIMIT_MB = int(os.environ.get("TOLOK_UPLOAD_MB", "500"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_TEMP_DIR = DATA.spool
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

EMAIL_BACKEND = os.environ.get(
    "TOLOK_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "tolok.lib.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TOLOK_LOG", "WARNING")},
    "loggers": {
        "tolok": {"level": os.environ.get("TOLOK_LOG", "INFO")},
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
    },
}
