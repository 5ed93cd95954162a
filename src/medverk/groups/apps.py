from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "medverk.groups"
    label = "groups"
