"""What gunicorn serves: `gunicorn kazbat.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kazbat.settings")

application = get_wsgi_application()
