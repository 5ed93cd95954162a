from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "medverk.opendata"
    label = "opendata"
