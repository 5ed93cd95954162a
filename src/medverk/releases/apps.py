from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "medverk.releases"
    label = "releases"
