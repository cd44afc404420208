"""How the server runs; `gunicorn kazbat.wsgi` reads this file by itself, beside `manage.py`.

GUNICORN_CMD_ARGS and the command line say otherwise where they must.
"""

import os
from pathlib import Path

bind = "127.0.0.1:8000"

# One process for each core, at most four; each thread in it keeps one connection to the database.
workers = int(os.environ.get("WEB_CONCURRENCY") or min(os.cpu_count() or 1, 4))
worker_class = "gthread"
threads = 8

# A process that says nothing for so long is ended, and one that is to stop may finish its answers.
timeout = 60
graceful_timeout = 30
# For the next page of the same browser, or the next request of a proxy.
keepalive = 15

# Nobody may say where the site begins: a header of that name would be believed from this machine.
forwarder_headers = ""

# Nothing listens that nobody uses.
control_socket_disable = True

# Its own messages are lines like those of the application.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "kazbat.logs.JSONLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}

# A process that leaks, in whatever library, is replaced before it matters; never all at once.
max_requests = 20_000
max_requests_jitter = 2_000

# Where processes show that they live: in memory, since a busy disk would have them ended.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
