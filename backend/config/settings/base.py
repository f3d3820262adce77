"""What holds everywhere. Values come from the environment; `deploy/settings.md` lists them all."""

from pathlib import Path

from backend.config.schedule import beat_schedule
from backend.config.settings import env
from backend.config.settings.addresses import broker, database

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(env.text("DATA", str(ROOT / "var" / "run"))).resolve()

# Which part of the installation this process is: it decides pool and time limits.
PROCESS = env.text("ZHIJIA_PROCESS", "web")
IS_JOB = PROCESS != "web"

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", "for-development-only-never-in-production")
ALLOWED_HOSTS = [
    host for host in env.text("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [one for one in env.text("TRUSTED_ORIGINS").split(",") if one]
PUBLIC_ADDRESS = env.text("PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
# Names feed entries for good (RFC 4151): stays the same when the address changes.
TAG_AUTHORITY = env.text("TAG_AUTHORITY", "zhijia.example")
# Registered prefix of open contracting ids; the default is the standard's own example.
OCDS_PREFIX = env.text("OCDS_PREFIX", "ocds-abcdef")

# --- database, broker, cache -------------------------------------------------------------
DATABASE_URL = env.secret("DATABASE_URL", "postgresql://zhijia@127.0.0.1:5432/zhijia")
REDIS_URL = env.secret("REDIS_URL", "redis://127.0.0.1:6379/0")
DATABASE_POOL_MAX = env.integer("DATABASE_POOL_MAX", 8, at_least=1, at_most=100)
DATABASE_POOL = {
    "min_size": min(2, DATABASE_POOL_MAX),
    "max_size": DATABASE_POOL_MAX,
    "timeout": 5,
    "max_lifetime": 1800,
}
DATABASES = {"default": database(DATABASE_URL, pool=None if IS_JOB else DATABASE_POOL, job=IS_JOB)}
WEB_PROCESSES = env.integer("WEB_PROCESSES", 1, at_least=1, at_most=64)
WORKER_PROCESSES = env.integer("WORKER_PROCESSES", 2, at_least=1, at_most=64)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "zhijia",
        "OPTIONS": {
            "socket_timeout": 5,
            "health_check_interval": 15,
            # a unix socket knows no keep-alive
            **({} if REDIS_URL.startswith("unix:") else {"socket_keepalive": True}),
        },
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "zhijia"},
    }
}

# --- what is installed -------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "pgtrigger",
    "django_htmx",
    "channels",
    "backend.fields",
    "backend.audit",
    "backend.unions",
    "backend.accounts",
    "backend.access",
    "backend.files",
    "backend.ledger",
    "backend.web",
    "notifications",
    "services.disclosure",
    "services.mutual_aid",
    "services.hardship",
    "services.commissioning",
    "backend.config",
]
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "backend.accounts.sessions"
SESSION_COOKIE_NAME = "zhijia_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

# Pages only; the APIs run behind their own short chain (backend/config/asgi.py).
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "backend.config.pages.fault.forms_only",
]
ROOT_URLCONF = "backend.config.urls"
ASGI_APPLICATION = "backend.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backend.config.navigation.navigation",
            ]
        },
    }
]

# --- sign-in by phone code (django-allauth, app client) ------------------------------------
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app",)
ACCOUNT_ADAPTER = "backend.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Our own counter in the database locks after five tries, exactly (backend/accounts/attempts.py).
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 100
ACCOUNT_RATE_LIMITS = False
SIGN_IN_CODES_PER_PHONE = env.integer("SIGN_IN_CODES_PER_PHONE", 5, at_least=1)
SIGN_IN_CODES_PER_ADDRESS = env.integer("SIGN_IN_CODES_PER_ADDRESS", 60, at_least=1)
SIGN_IN_CODES_FOR_ALL = env.integer("SIGN_IN_CODES_FOR_ALL", 3000, at_least=1)
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_PHONE_VERIFICATION_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "职家"
# A phone whose clock is half a minute off opens the door all the same; each code counts once
# (backend/accounts/authenticator_codes.py).
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "backend.accounts.adapter.SecondFactorAdapter"
# Dotted path of what carries a sign-in code away; accounts stands below notifications.
SIGN_IN_CODE_SENDER = "notifications.sms.send_code"
# Dotted path of what follows an approved hardship file; the capabilities do not know each other.
HARDSHIP_FILE_FOLLOWER = "backend.config.handover.groups.follow_file"

# Whether `migrate` enters the shipped standards that are missing; tests lay their own world.
ENTERS_STANDARDS = True

# --- language, time, files -----------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
FILES_DIR = DATA / "files"
INBOX_DIR = DATA / "inbox"
# A program that reads pictures, with its arguments; unset: no reading by machine.
OCR_COMMAND = env.text("OCR_COMMAND")
PUBLISHED_ROOT = DATA / "published"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# --- safety -----------------------------------------------------------------------------------
KEYRING_FILE = Path(env.text("KEYRING_FILE", str(DATA / "keys" / "keyring.json")))
RECEIPT_SIGNING_KEY_FILE = Path(
    env.text("RECEIPT_SIGNING_KEY_FILE", str(DATA / "keys" / "receipt-signing.json"))
)
CLOCK_OFFSET_FILE = env.text("CLOCK_OFFSET_FILE")
HOLIDAY_CALENDAR_DIR = env.text("HOLIDAY_CALENDAR_DIR")
# Whose X-Forwarded-For is believed: addresses of the operator's own proxies.
TRUSTED_PROXIES = frozenset(env.text("TRUSTED_PROXIES").replace(",", " ").split())
RATE_LIMIT_PER_MINUTE = env.integer("RATE_LIMIT_PER_MINUTE", 600, at_least=1, at_most=1_000_000)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- outside services -------------------------------------------------------------------------
FCM_SERVICE_ACCOUNT_FILE = env.text("FCM_SERVICE_ACCOUNT_FILE")
FCM_ENDPOINT = env.text("FCM_ENDPOINT")
SMS_GATEWAY = env.text("SMS_GATEWAY", "console")
METRICS_PORT = env.integer("METRICS_PORT", 0, at_most=65535)

# --- background work (engineering rules in docs/adr) --------------------------------------------
CELERY_BROKER_URL = broker(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 10_000
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = env.integer("WORKER_DRAIN_SECONDS", 25, at_most=600)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,  # twice the longest hard limit of a task
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_keepalive": True,
    "health_check_interval": 15,
}
CELERY_BEAT_SCHEDULE = beat_schedule()
CELERY_TIMEZONE = TIME_ZONE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
