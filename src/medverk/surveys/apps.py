from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "medverk.surveys"
    label = "surveys"
