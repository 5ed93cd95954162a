"""Every address of the site. Each room brings its own; each stands in the access table."""

from django.urls import include, path

urlpatterns = [
    path("", include("medverk.people.urls")),
    path("", include("medverk.surveys.urls")),
    path("", include("medverk.invitations.urls")),
    path("", include("medverk.intake.urls")),
    path("", include("medverk.pilots.urls")),
    path("", include("medverk.complaints.urls")),
    path("", include("medverk.exchange.urls")),
    path("", include("medverk.reviews.urls")),
    path("", include("medverk.improvement.urls")),
    path("", include("medverk.experiences.urls")),
    path("", include("medverk.opendata.urls")),
    path("", include("medverk.groups.urls")),
    path("", include("medverk.pages.urls")),
    path("", include("medverk.project.health")),
]
