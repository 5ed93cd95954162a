from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "medverk.charts"
    label = "charts"
