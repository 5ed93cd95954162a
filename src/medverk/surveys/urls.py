"""Addresses of this room."""

from medverk.people.access import Action
from medverk.people.routes import route
from medverk.surveys import views

SEE = Action.SEE_QUESTIONNAIRES
MANAGE = Action.MANAGE_QUESTIONNAIRES

urlpatterns = [
    route("questionnaires/", views.questionnaires, SEE, name="questionnaires"),
    route(
        "questionnaires/<int:version>/",
        views.questionnaire_version,
        SEE,
        name="questionnaire_version",
    ),
    route("questionnaires/words/", views.fixed_words, SEE, name="fixed_words"),
    route("translations/<int:translation>/", views.translation, MANAGE, name="translation"),
    route(
        "translations/<int:translation>/review/",
        views.review_translation,
        MANAGE,
        name="review_translation",
    ),
    route(
        "translations/<int:translation>/withdraw/",
        views.withdraw_review,
        MANAGE,
        name="withdraw_review",
    ),
]
