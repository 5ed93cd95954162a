from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "medverk.complaints"
    label = "complaints"
