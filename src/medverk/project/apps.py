from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "medverk.project"
    label = "project"
