"""Addresses of quality reviews, all under the office whose work is reviewed."""

from medverk.people.access import Action
from medverk.people.routes import route
from medverk.reviews.views import cases, overviews, rounds

REVIEWS = "units/<int:unit>/reviews/"
ROUND = f"{REVIEWS}<int:round>/"
CASE = f"{ROUND}cases/<int:case>/"

urlpatterns = [
    route(REVIEWS, overviews.reviews, Action.SEE_REVIEWS, name="reviews"),
    route(f"{REVIEWS}units/", overviews.units, Action.SEE_REVIEWS, name="reviews_units"),
    route(
        f"{REVIEWS}checklists/<slug:checklist>/",
        overviews.course,
        Action.SEE_REVIEWS,
        name="review_course",
    ),
    route(f"{REVIEWS}new/", rounds.new_round, Action.MANAGE_REVIEWS, name="new_review_round"),
    route(ROUND, rounds.show_round, Action.SEE_REVIEWS, name="review_round"),
    route(f"{ROUND}draw/", rounds.draw, Action.MANAGE_REVIEWS, name="draw_review"),
    route(f"{ROUND}check/", rounds.check, Action.SEE_REVIEWS, name="check_review"),
    route(f"{ROUND}hand-over/", rounds.hand_over, Action.MANAGE_REVIEWS, name="hand_over_reviews"),
    route(f"{ROUND}close/", rounds.close, Action.MANAGE_REVIEWS, name="close_review"),
    route(f"{ROUND}cancel/", rounds.cancel, Action.MANAGE_REVIEWS, name="cancel_review"),
    route(f"{ROUND}print/", cases.sheets, Action.REVIEW_CASES, name="review_sheets"),
    route(CASE, cases.answer, Action.REVIEW_CASES, name="review_case"),
    route(f"{CASE}settle/", cases.settle, Action.REVIEW_CASES, name="settle_review"),
]
