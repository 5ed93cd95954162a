"""Addresses of the library, of what users are told, and of the monthly letter."""

from medverk.experiences.views import letters, library, public, sharing
from medverk.people.access import Action
from medverk.people.routes import route

EXPERIENCE = "units/<int:unit>/experiences/<int:experience>/"
IMPROVEMENT = "units/<int:unit>/improvements/<int:improvement>/"

urlpatterns = [
    route("experiences/", library.experiences, Action.SEE_EXPERIENCES, name="experiences"),
    route(
        "experiences/<int:experience>/",
        library.experience,
        Action.SEE_EXPERIENCES,
        name="experience",
    ),
    route(
        f"{EXPERIENCE}adopt/",
        library.adopt_experience,
        Action.ADOPT_EXPERIENCE,
        name="adopt_experience",
    ),
    route(
        f"{EXPERIENCE}withdraw/",
        sharing.withdraw_experience,
        Action.SHARE_EXPERIENCE,
        name="withdraw_experience",
    ),
    route(
        f"{IMPROVEMENT}experience/",
        sharing.share_experience,
        Action.SHARE_EXPERIENCE,
        name="share_experience",
    ),
    route(f"{IMPROVEMENT}tell/", sharing.tell_users, Action.TELL_USERS, name="tell_users"),
    route(f"{IMPROVEMENT}untell/", sharing.untell_users, Action.TELL_USERS, name="untell_users"),
    route(
        "public/offices/<int:unit>/said/",
        public.said_and_did,
        Action.OPEN_PUBLIC_PAGE,
        name="said_and_did",
    ),
    route("my/letters/", letters.my_letters, Action.SEE_EXPERIENCES, name="my_letters"),
    route(
        "my/letters/confirm/<str:token>/",
        letters.confirm_address,
        Action.SEE_EXPERIENCES,
        name="confirm_address",
    ),
    route(
        "letters/stop/<str:token>/",
        letters.stop_letters,
        Action.OPEN_PUBLIC_PAGE,
        name="stop_letters",
    ),
]
