from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "medverk.pilots"
    label = "pilots"
