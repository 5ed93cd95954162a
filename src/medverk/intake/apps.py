from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "medverk.intake"
    label = "intake"
