from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "medverk.exchange"
    label = "exchange"
