"""What people read is complete, short and plain [F11]. Each check is seen to fail once."""

import re
from collections.abc import Callable
from dataclasses import asdict
from functools import partial

import pytest

from medverk.surveys.catalogue import QUESTIONNAIRES, complete_words, draft_texts, shipped_content
from medverk.surveys.content import Better
from medverk.surveys.languages import COMPLETE
from medverk.surveys.translation import texts_in

LONGEST_SENTENCE = 22  # words
LONGEST_QUESTION = 14  # words
WIDEST_WORD_ON_A_SCALE = 8  # letters, so that five columns fit on a screen of 320 pixels
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)

# Beginnings of words that people should not have to know.
JARGON = {
    "nb": "evaluer|ytelse|respond|anonymiser|vedrørende|iverksett|implementer|aggreger|allianse"
    "|relevan|benytt|hvorvidt|henhold|foreta|oppfølg|brukermøt|kartlegg",
    "nn": "evaluer|yting|respond|anonymiser|vedkomande|iverkset|implementer|aggreger|allianse"
    "|relevan|nytte|korvidt|samsvar|føreta|oppfølg|brukarmøt|kartlegg",
    "en": "evaluat|benefit|respond|anonymis|regarding|pursuant|implement|aggregat|alliance"
    "|utilis|utiliz|whether or|facilitat|assess",
}

# Words of the other written language, which slip in when a text is translated word by word.
FOREIGN = {
    "nn": "ikke jeg hva hvem hvordan noe noen bare fra mer sammen svarene spørsmålene veilederen"
    " uken hjelpen flere også gjør være forsto samtaler dager ganger lenken siden gjelder ble"
    " kommet ennå selv virker tar si",
    "nb": "ikkje eg kva kven korleis noko nokon berre frå meir saman dei svara rettleiaren veka"
    " hjelpa fleire òg gjer vere samtalar dagar gonger lenkja sida gjeld enno sjølv verkar tek"
    " seie spørsmåla leiaren viss",
    "en": "",
}


def texts(language: str) -> dict[str, str]:
    """Everything that somebody reads in one language, by where it stands."""
    found = {
        f"{key}: {name}": text
        for key in QUESTIONNAIRES
        for name, text in texts_in(shipped_content(key), language).items()
    }
    for section, words in asdict(complete_words(language)).items():
        found |= {f"{section}.{name}": text for name, text in words.items()}
    return found


def offenders(language: str, check: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What a check finds, by where it stands; nothing when all is well."""
    found = {where: check(text) for where, text in texts(language).items()}
    return {where: wrong for where, wrong in found.items() if wrong}


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.!?:]\s|\n\n", text) if part.strip()]


def too_long(text: str) -> list[str]:
    return [part for part in sentences(text) if len(part.split()) > LONGEST_SENTENCE]


def jargon(language: str, text: str) -> list[str]:
    return re.findall(rf"\b(?:{JARGON[language]})\w*", text, re.IGNORECASE)


def foreign(language: str, text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if word in FOREIGN[language].split()]


def stray_space(text: str) -> list[str]:
    return re.findall(r"^\s|\s$|  ", text)


every_language = pytest.mark.parametrize("language", COMPLETE)


@every_language
def test_sentences_are_short(language: str) -> None:
    assert offenders(language, too_long) == {}


@every_language
def test_nobody_needs_to_know_our_jargon(language: str) -> None:
    assert offenders(language, partial(jargon, language)) == {}


@every_language
def test_bokmål_is_bokmål_and_nynorsk_is_nynorsk(language: str) -> None:
    assert offenders(language, partial(foreign, language)) == {}


@every_language
def test_there_is_no_stray_space(language: str) -> None:
    assert offenders(language, stray_space) == {}


@every_language
@pytest.mark.parametrize("key", QUESTIONNAIRES)
def test_questions_are_short_and_statements_have_no_full_stop(key: str, language: str) -> None:
    for question in shipped_content(key).questions:
        text = question.text[language]
        assert len(text.split()) <= LONGEST_QUESTION, text
        assert not text.endswith("."), text


@every_language
@pytest.mark.parametrize("key", QUESTIONNAIRES)
def test_a_scale_fits_on_a_narrow_screen(key: str, language: str) -> None:
    for scale in shipped_content(key).scales.values():
        if scale.numbered:
            continue
        widest = max((word for c in scale.categories for word in c.text[language].split()), key=len)
        assert len(widest) <= WIDEST_WORD_ON_A_SCALE, widest


@pytest.mark.parametrize("language", ["uk", "ar", "pl"])
def test_a_drafted_scale_fits_on_a_narrow_screen(language: str) -> None:
    drafted = draft_texts("conversation", language)
    scale = [text for key, text in drafted.items() if key.startswith("scale.")]
    assert len(scale) == 5
    letters = [sum(map(str.isalpha, word)) for text in scale for word in text.split()]
    assert max(letters) <= WIDEST_WORD_ON_A_SCALE


@every_language
@pytest.mark.parametrize("kind", ["invitation", "reminder", "call", "call_thanks", "call_unclear"])
def test_a_text_message_fits_in_one(kind: str, language: str) -> None:
    text = getattr(complete_words(language).sms, kind)
    filled = text.format(office="NAV Kontaktsenter!", link="x" * 45)  # 18 and 45 signs
    assert set(filled) <= GSM_7
    assert len(filled) <= 160


def test_a_text_message_says_who_sends_it_and_that_it_is_voluntary_and_anonymous() -> None:
    promise = {
        "nb": "rivillig og anonymt",
        "nn": "rivillig og anonymt",
        "en": "oluntary and anonym",
    }
    for language in COMPLETE:
        sms = complete_words(language).sms
        for text in (sms.invitation, sms.reminder, sms.call):
            assert text.startswith("{office}: ")
            assert promise[language] in text


def test_a_conversation_is_asked_about_in_seven_questions_on_three_themes() -> None:
    content = shipped_content("conversation")
    assert {theme.key: len(asked) for theme, asked in content.by_theme()} == {
        "alliance": 2,
        "goal": 2,
        "experience": 3,
    }
    assert content.question("next_steps").text["nb"] == (
        "Etter samtalen vet jeg hva som skjer videre, og hvem som gjør hva"
    )
    scale = content.scale_of(content.question("next_steps"))
    assert (len(scale.categories), scale.agree_from, scale.not_relevant) == (5, 4, True)


def test_the_call_is_one_question_shown_with_yes_first() -> None:
    content = shipped_content("call")
    (question,) = content.questions
    shown = [
        (category.value, category.text["nb"]) for category in content.scale_of(question).as_shown
    ]
    assert shown == [(3, "Ja"), (2, "Delvis"), (1, "Nei")]
    assert content.background == ()


def test_satisfaction_trust_and_respect_have_six_numbers_with_words_at_the_ends() -> None:
    content = shipped_content("trust")
    assert [question.key for question in content.questions] == ["satisfaction", "trust", "respect"]
    for scale in content.scales.values():
        texts_nb = [category.text["nb"] for category in scale.categories]
        assert texts_nb[1:5] == ["2", "3", "4", "5"]
        assert not texts_nb[0].isdigit()
        assert not texts_nb[5].isdigit()


@pytest.mark.parametrize("key", QUESTIONNAIRES)
def test_higher_is_better_in_everything_we_ask(key: str) -> None:
    assert {question.better for question in shipped_content(key).questions} == {Better.HIGH}


def test_background_is_coarse_and_named_as_the_release_policy_names_it() -> None:
    wanted = {
        "age": ["under 30", "30-49", "50 and over"],
        "sex": ["woman", "man", "other"],
        "language": ["norwegian or sami", "another"],
    }
    for key in ("conversation", "trust"):
        asked = shipped_content(key).background
        assert {b.key: [option.key for option in b.options] for b in asked} == wanted
    assert shipped_content("employer").background == ()


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (too_long, "ord " * 23),
        (stray_space, "Takk  for svaret"),
        (partial(jargon, "nb"), "Vi evaluerer oppfølgingssamtalen."),
        (partial(jargon, "nn"), "Vi kartlegg korvidt du er nøgd."),
        (partial(jargon, "en"), "Respondents receive benefits."),
        (partial(foreign, "nn"), "Ingen veit hva du svarte."),
        (partial(foreign, "nb"), "Ingen vet kva du svarte."),
    ],
)
def test_the_checks_can_fail(check: Callable[[str], list[str]], text: str) -> None:
    assert check(text) != []
