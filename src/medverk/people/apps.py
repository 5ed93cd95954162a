from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "medverk.people"
    label = "people"
