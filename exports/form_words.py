"""The words on a consent form around the texts themselves, one table per language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.people.consent import Channel
from models.people.naming import Level

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FormWords:
    """The sentences of a consent form in one language; braces are filled in."""

    title: str
    name: str
    rules: tuple[str, ...]
    channels: Mapping[Channel, str]
    yes: str
    levels: Mapping[Level, str]
    signature: str
    day: str
    foot: str
    page: str


def _words(
    title: str, name: str, rules: tuple[str, ...], channels: tuple[str, str, str], yes: str,
    levels: tuple[str, str, str, str, str, str], signature: str, day: str, foot: str, page: str,
) -> FormWords:  # fmt: skip
    shown = (Channel.ROOM, Channel.CALL, Channel.PAPER)
    named = [level for level in Level if level is not Level.UNMENTIONED]
    return FormWords(
        title, name, rules, dict(zip(shown, channels, strict=True)), yes, dict(zip(named, levels, strict=True)),
        signature, day, foot, page,
    )  # fmt: skip


_ALL: Final[dict[str, FormWords]] = {
    "en": _words(
        "What I agree to",
        "Name",
        (
            "Tick what you agree to. Whatever you leave empty means no.",
            "Your care does not depend on it. You can change your mind at any time: a word to the team is enough.",
        ),
        ("in the room", "in a video call", "on paper, in files"),
        "yes",
        ("my full name", "first name and initial", "my first name", "my initials", "a nickname", "without my name"),
        "Signature",
        "Date",
        "Form {code} · version {version}",
        "Page {page} of {pages}",
    ),
    "de": _words(
        "Womit ich einverstanden bin",
        "Name",
        (
            "Kreuzen Sie an, womit Sie einverstanden sind. Was leer bleibt, heißt nein.",
            "Ihre Behandlung hängt nicht davon ab. Sie können es jederzeit ändern: Ein Wort an das Team genügt.",
        ),
        ("im Raum", "im Videoanruf", "auf Papier, in Dateien"),
        "ja",
        ("mein voller Name", "Vorname und Anfangsbuchstabe", "mein Vorname", "meine Anfangsbuchstaben",
         "ein Spitzname", "ohne meinen Namen"),
        "Unterschrift",
        "Datum",
        "Formular {code} · Fassung {version}",
        "Seite {page} von {pages}",
    ),
    "fr": _words(
        "Ce que j’accepte",
        "Nom",
        (
            "Cochez ce que vous acceptez. Ce qui reste vide veut dire non.",
            "Vos soins n’en dépendent pas. Vous pouvez changer d’avis à tout moment : il suffit de le dire à l’équipe.",
        ),
        ("dans la salle", "en appel vidéo", "sur papier, en fichiers"),
        "oui",
        ("mon nom complet", "prénom et initiale", "mon prénom", "mes initiales", "un surnom", "sans mon nom"),
        "Signature",
        "Date",
        "Formulaire {code} · version {version}",
        "Page {page} sur {pages}",
    ),
    "es": _words(
        "Con qué estoy de acuerdo",
        "Nombre",
        (
            "Marque aquello con lo que está de acuerdo. Lo que deje vacío significa no.",
            "Su atención no depende de ello. Puede cambiar de opinión en cualquier momento: basta con decirlo.",
        ),
        ("en la sala", "en videollamada", "en papel, en archivos"),
        "sí",
        ("mi nombre completo", "nombre e inicial", "mi nombre de pila", "mis iniciales", "un apodo", "sin mi nombre"),
        "Firma",
        "Fecha",
        "Formulario {code} · versión {version}",
        "Página {page} de {pages}",
    ),
    "pl": _words(
        "Na co się zgadzam",
        "Imię i nazwisko",
        (
            "Proszę zaznaczyć, na co się Pani/Pan zgadza. Puste pole oznacza „nie”.",
            "Opieka od tego nie zależy. Zdanie można zmienić w każdej chwili: wystarczy powiedzieć zespołowi.",
        ),
        ("w sali", "w rozmowie wideo", "na papierze, w plikach"),
        "tak",
        ("imię i nazwisko", "imię i pierwsza litera nazwiska", "tylko imię", "inicjały", "pseudonim", "bez nazwiska"),
        "Podpis",
        "Data",
        "Formularz {code} · wersja {version}",
        "Strona {page} z {pages}",
    ),
    "tr": _words(
        "Neleri kabul ediyorum",
        "Ad soyad",
        (
            "Kabul ettiklerinizi işaretleyin. Boş bıraktığınız hayır demektir.",
            "Bakımınız buna bağlı değildir. Fikrinizi her zaman değiştirebilirsiniz: ekibe söylemeniz yeter.",
        ),
        ("salonda", "görüntülü görüşmede", "kâğıtta, dosyalarda"),
        "evet",
        ("adım ve soyadım", "adım ve soyadımın ilk harfi", "yalnız adım", "adımın ve soyadımın ilk harfleri",
         "bir takma ad", "adım olmadan"),
        "İmza",
        "Tarih",
        "Form {code} · sürüm {version}",
        "Sayfa {page} / {pages}",
    ),
    "ar": _words(
        "ما أوافق عليه",
        "الاسم",
        (
            "ضع علامة على ما توافق عليه. ما تتركه فارغًا يعني لا.",
            "رعايتك لا تتوقف على ذلك. يمكنك تغيير رأيك في أي وقت: يكفي أن تخبر الفريق.",
        ),
        ("في القاعة", "في مكالمة الفيديو", "على الورق وفي الملفات"),
        "نعم",
        ("اسمي الكامل", "اسمي الأول والحرف الأول من العائلة", "اسمي الأول", "الحروف الأولى", "لقب أختاره", "دون اسمي"),
        "التوقيع",
        "التاريخ",
        "النموذج {code} · الإصدار {version}",
        "صفحة {page} من {pages}",
    ),
    "uk": _words(
        "На що я погоджуюся",
        "Ім’я та прізвище",
        (
            "Позначте, на що ви погоджуєтеся. Порожнє поле означає «ні».",
            "Ваше лікування від цього не залежить. Ви можете змінити думку будь-коли: досить сказати команді.",
        ),
        ("у залі", "у відеорозмові", "на папері, у файлах"),
        "так",
        ("ім’я та прізвище", "ім’я та перша літера прізвища", "лише ім’я", "ініціали", "псевдонім", "без імені"),
        "Підпис",
        "Дата",
        "Бланк {code} · версія {version}",
        "Сторінка {page} з {pages}",
    ),
}  # fmt: skip


def form_words(language: str) -> FormWords:
    """Give the words of a language; of one that Laurel does not write, the English ones."""
    return _ALL.get(language, _ALL["en"])
