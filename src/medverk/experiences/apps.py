from django.apps import AppConfig


class ExperiencesConfig(AppConfig):
    name = "medverk.experiences"
    label = "experiences"
