from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "medverk.invitations"
    label = "invitations"
