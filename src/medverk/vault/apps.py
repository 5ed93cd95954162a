from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "medverk.vault"
    label = "vault"
