from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "medverk.reviews"
    label = "reviews"
