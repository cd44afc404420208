"""What gunicorn serves: `gunicorn kazbat.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kazbat.settings")
# No reader waits longer for one statement; commands may.
os.environ.setdefault("DATABASE_TIMEOUT", "15")

application = get_wsgi_application()

# What the site consists of stays: to look through it for garbage again and again costs each page.
gc.collect()
gc.freeze()
