from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "medverk.pages"
    label = "pages"
