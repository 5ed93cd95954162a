"""The plain thing beside us: a minimal Django site whose one view shows a form and inserts a row.

No middleware, no checks, no sealing, no questionnaire. It runs under the same web server with the
same number of processes and threads, and the same connection pool, on the same PostgreSQL server.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path

FORM = """<!doctype html><title>Form</title><form method="post">
<input name="answers"><button>Send</button></form>"""

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="bench " * 10,
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["BARE_NAME"],
            "HOST": os.environ["BARE_HOST"],
            "USER": os.environ["BARE_USER"],
            "PASSWORD": os.environ["BARE_PASSWORD"],
            "OPTIONS": {
                "server_side_binding": True,
                "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            },
        }
    },
)
django.setup()


class Row(models.Model):
    answers = models.TextField()

    class Meta:
        app_label = "bare"


def form(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        Row.objects.create(answers=request.POST["answers"])
        return HttpResponse("<!doctype html><title>Thanks</title>")
    return HttpResponse(FORM)


urlpatterns = [path("form/", form)]
application = get_wsgi_application()
