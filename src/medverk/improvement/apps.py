from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "medverk.improvement"
    label = "improvement"
