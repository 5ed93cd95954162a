"""Pages where the directorate reads the questionnaires and vouches for translations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medverk.people.access import Action, allows
from medverk.surveys import actions, overview
from medverk.surveys.content import parse_content
from medverk.surveys.forms import TranslationForm
from medverk.surveys.languages import LANGUAGES
from medverk.surveys.models import Translation, Version
from medverk.surveys.names import name_of
from medverk.surveys.reading import ContentError


@require_GET
def questionnaires(request: HttpRequest) -> HttpResponse:
    """All questionnaires and their versions."""
    found = [
        (version, name_of(questionnaire.key), parse_content(version.content, str(version)))
        for questionnaire in overview.questionnaires()
        for version in sorted(questionnaire.versions.all(), key=lambda v: -v.number)
    ]
    context = {"versions": found, "unread": overview.unread_languages()}
    return render(request, "surveys/questionnaires.html", context)


@require_GET
def questionnaire_version(request: HttpRequest, version: int) -> HttpResponse:
    """One version in every language, side by side."""
    found = get_object_or_404(Version.objects.select_related("questionnaire"), pk=version)
    content = parse_content(found.content, str(found))
    context = {
        "version": found,
        "name": name_of(found.questionnaire.key),
        "content": content,
        "comparison": overview.compare_version(found),
        "may_manage": may_manage(request),
    }
    return render(request, "surveys/version.html", context)


@require_GET
def fixed_words(request: HttpRequest) -> HttpResponse:
    """The fixed words in every language, side by side."""
    context = {"comparison": overview.compare_words(), "may_manage": may_manage(request)}
    return render(request, "surveys/words.html", context)


@require_http_methods(["GET", "POST"])
def translation(request: HttpRequest, translation: int) -> HttpResponse:
    """Write a draft; reviewed texts are shown and not changed."""
    found = find(translation)
    comparison = overview.compare_for(found)
    data = request.POST if request.method == "POST" else None
    form = TranslationForm(found, comparison.asked, data)
    if data is not None and form.is_valid():
        return save(request, found, form)
    context = {
        "translation": found,
        "name": name_of(found.version.questionnaire.key) if found.version else "",
        "language": LANGUAGES[found.language],
        "form": form,
        "missing": len(comparison.asked.keys() - found.texts.keys()),
        "texts": [(asked, found.texts.get(key, "")) for key, asked in comparison.asked.items()],
    }
    return render(request, "surveys/translation.html", context, status=400 if form.errors else 200)


def save(request: HttpRequest, found: Translation, form: TranslationForm) -> HttpResponse:
    try:
        actions.save_draft(
            translation=found,
            texts=form.texts(),
            by=request.person,  # type: ignore[attr-defined]
            now=request.now,  # type: ignore[attr-defined]
        )
    except actions.AlreadyReviewedError:
        messages.error(request, _("Somebody has reviewed these texts. They were not changed."))
    else:
        messages.success(request, _("The draft is saved."))
    return redirect("translation", translation=found.pk)


@require_POST
def review_translation(request: HttpRequest, translation: int) -> HttpResponse:
    """Vouch for a translation."""
    found = find(translation)
    try:
        actions.review_translation(
            translation=found,
            by=request.person,  # type: ignore[attr-defined]
            now=request.now,  # type: ignore[attr-defined]
        )
    except ContentError:
        messages.error(request, _("Some texts are missing. Write them before you say it is read."))
    except actions.AlreadyReviewedError:
        messages.info(request, _("Somebody had already reviewed these texts."))
    else:
        messages.success(request, _("The texts are marked as reviewed by you."))
    return redirect("translation", translation=found.pk)


@require_POST
def withdraw_review(request: HttpRequest, translation: int) -> HttpResponse:
    """Stop offering a language, so that its texts can be put right."""
    found = find(translation)
    actions.withdraw_review(
        translation=found,
        by=request.person,  # type: ignore[attr-defined]
        now=request.now,  # type: ignore[attr-defined]
    )
    messages.success(request, _("The texts are a draft again, and nobody who answers sees them."))
    return redirect("translation", translation=found.pk)


def may_manage(request: HttpRequest) -> bool:
    """Whether this person may write and review, and so gets the way to it."""
    standings = request.standings  # type: ignore[attr-defined]
    return allows(standings, Action.MANAGE_QUESTIONNAIRES, None)


def find(number: int) -> Translation:
    rows = Translation.objects.select_related("version__questionnaire", "reviewed_by")
    return get_object_or_404(rows, pk=number)
