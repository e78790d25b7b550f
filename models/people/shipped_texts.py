"""The texts of consent that Laurel ships, in plain words, by language and purpose.

A change of a text must raise `SHIPPED_VERSION`, since each agreement is stored with its text and that version.
"""

from __future__ import annotations

from typing import Final

SHIPPED_VERSION: Final = "2"
_PURPOSES: Final = (
    "board", "ceremony name", "ceremony recording", "photo", "keepsake", "sms", "email", "wearable data",
    "research export",
)  # fmt: skip


def _texts(*texts: str) -> dict[str, str]:
    return dict(zip(_PURPOSES, texts, strict=True))


SHIPPED: Final[dict[str, dict[str, str]]] = {
    "en": _texts(
        "My effort points may stand on the group’s board under a made-up name.",
        "My name may be shown and said at the group’s ceremony, as I have chosen.",
        "The ceremony may be recorded while I am in it.",
        "My photo may be shown to the group.",
        "I may appear in the keepsake that the group takes home.",
        "The clinic may send me text messages about the group, at most two a week. My provider may charge for them. "
        "I can stop them at any time: I answer STOP or tell the clinic.",
        "The clinic may send me e-mail about the group, at most two a week. I can stop it at any time: I answer or "
        "tell the clinic.",
        "The clinic may use data from my watch or other wearable, for my own plan only.",
        "My data may leave the clinic for research, without my name.",
    ),
    "de": _texts(
        "Meine Punkte für das Mitmachen dürfen auf der Tafel der Gruppe stehen, unter einem erfundenen Namen.",
        "Mein Name darf bei der Feier der Gruppe gezeigt und genannt werden, so wie ich es gewählt habe.",
        "Die Feier darf aufgezeichnet werden, während ich dabei bin.",
        "Mein Foto darf der Gruppe gezeigt werden.",
        "Ich darf in dem Andenken vorkommen, das die Gruppe mit nach Hause nimmt.",
        "Die Klinik darf mir SMS zur Gruppe schicken, höchstens zwei in der Woche. Mein Anbieter kann dafür Geld "
        "verlangen. Ich kann sie jederzeit abbestellen: Ich antworte STOP oder sage es der Klinik.",
        "Die Klinik darf mir E-Mails zur Gruppe schicken, höchstens zwei in der Woche. Ich kann sie jederzeit "
        "abbestellen: Ich antworte oder sage es der Klinik.",
        "Die Klinik darf Daten meiner Uhr oder eines anderen Geräts am Körper nutzen, nur für meinen eigenen Plan.",
        "Meine Daten dürfen ohne meinen Namen für die Forschung aus der Klinik gegeben werden.",
    ),
    "fr": _texts(
        "Mes points d’effort peuvent figurer au tableau du groupe, sous un nom inventé.",
        "Mon nom peut être montré et dit à la cérémonie du groupe, comme je l’ai choisi.",
        "La cérémonie peut être enregistrée pendant que j’y participe.",
        "Ma photo peut être montrée au groupe.",
        "Je peux apparaître dans le souvenir que le groupe emporte à la maison.",
        "La clinique peut m’envoyer des SMS au sujet du groupe, deux par semaine au plus. Mon opérateur peut les "
        "facturer. Je peux les arrêter à tout moment : je réponds STOP ou je le dis à la clinique.",
        "La clinique peut m’envoyer des e-mails au sujet du groupe, deux par semaine au plus. Je peux les arrêter à "
        "tout moment : je réponds ou je le dis à la clinique.",
        "La clinique peut utiliser les données de ma montre ou d’un autre appareil que je porte, pour mon propre plan "
        "seulement.",
        "Mes données peuvent quitter la clinique pour la recherche, sans mon nom.",
    ),
    "es": _texts(
        "Mis puntos de esfuerzo pueden figurar en el tablero del grupo con un nombre inventado.",
        "Mi nombre se puede mostrar y decir en la ceremonia del grupo, como yo he elegido.",
        "La ceremonia se puede grabar mientras yo participo.",
        "Mi foto se puede mostrar al grupo.",
        "Puedo aparecer en el recuerdo que el grupo se lleva a casa.",
        "La clínica puede enviarme SMS sobre el grupo, dos por semana como máximo. Mi operador puede cobrarlos. Puedo "
        "pararlos en cualquier momento: respondo STOP o se lo digo a la clínica.",
        "La clínica puede enviarme correos electrónicos sobre el grupo, dos por semana como máximo. Puedo pararlos en "
        "cualquier momento: respondo o se lo digo a la clínica.",
        "La clínica puede usar los datos de mi reloj o de otro aparato que lleve puesto, solo para mi propio plan.",
        "Mis datos pueden salir de la clínica para la investigación, sin mi nombre.",
    ),
    "pl": _texts(
        "Moje punkty za wysiłek mogą być na tablicy grupy pod zmyślonym imieniem.",
        "Moje imię i nazwisko można pokazać i wymówić na uroczystości grupy tak, jak to zaznaczę.",
        "Uroczystość można nagrywać, gdy biorę w niej udział.",
        "Moje zdjęcie można pokazać grupie.",
        "Mogę pojawić się w pamiątce, którą grupa zabiera do domu.",
        "Klinika może wysyłać mi SMS-y w sprawach grupy, najwyżej dwa w tygodniu. Operator może pobrać za nie opłatę. "
        "Mogę je zatrzymać w każdej chwili: odpisuję STOP albo mówię to klinice.",
        "Klinika może wysyłać mi e-maile w sprawach grupy, najwyżej dwa w tygodniu. Mogę je zatrzymać w każdej chwili: "
        "odpisuję albo mówię to klinice.",
        "Klinika może korzystać z danych z mojego zegarka lub innego noszonego urządzenia, tylko do mojego planu.",
        "Moje dane mogą opuścić klinikę do celów badań naukowych, bez mojego nazwiska.",
    ),
    "tr": _texts(
        "Çaba puanlarım, uydurma bir adla grubun panosunda yer alabilir.",
        "Adım, grubun töreninde seçtiğim biçimde gösterilebilir ve söylenebilir.",
        "Ben oradayken tören kaydedilebilir.",
        "Fotoğrafım gruba gösterilebilir.",
        "Grubun eve götürdüğü hatırada yer alabilirim.",
        "Klinik bana grupla ilgili kısa mesaj gönderebilir, haftada en çok iki tane. Operatörüm ücret alabilir. "
        "İstediğim zaman durdurabilirim: STOP yazarım ya da kliniğe söylerim.",
        "Klinik bana grupla ilgili e-posta gönderebilir, haftada en çok iki tane. İstediğim zaman durdurabilirim: "
        "yanıt yazarım ya da kliniğe söylerim.",
        "Klinik, saatimin ya da taktığım başka bir cihazın verilerini yalnız benim kendi planım için kullanabilir.",
        "Verilerim, adım olmadan, araştırma için klinik dışına verilebilir.",
    ),
    "ar": _texts(
        "يجوز أن تظهر نقاط جهدي على لوحة المجموعة باسم مستعار.",
        "يجوز عرض اسمي وذكره في احتفال المجموعة كما اخترت.",
        "يجوز تسجيل الاحتفال أثناء مشاركتي فيه.",
        "يجوز عرض صورتي على المجموعة.",
        "يجوز أن أظهر في التذكار الذي تأخذه المجموعة إلى البيت.",
        "يجوز للعيادة أن ترسل إليّ رسائل نصية قصيرة عن المجموعة، رسالتين في الأسبوع على الأكثر. قد تطلب شركة الهاتف "
        "رسومًا عليها. يمكنني إيقافها في أي وقت: أردّ بكلمة STOP أو أخبر العيادة.",
        "يجوز للعيادة أن ترسل إليّ بريدًا إلكترونيًا عن المجموعة، رسالتين في الأسبوع على الأكثر. يمكنني إيقافها في أي "
        "وقت: أردّ عليها أو أخبر العيادة.",
        "يجوز للعيادة أن تستخدم بيانات ساعتي أو أي جهاز آخر ألبسه، لخطتي وحدها.",
        "يجوز أن تخرج بياناتي من العيادة لأغراض البحث العلمي دون اسمي.",
    ),
    "uk": _texts(
        "Мої бали за старання можуть бути на дошці групи під вигаданим ім’ям.",
        "Моє ім’я можна показати й назвати на урочистості групи так, як я позначу.",
        "Урочистість можна записувати, коли я беру в ній участь.",
        "Моє фото можна показати групі.",
        "Я можу з’явитися в пам’ятці, яку група забирає додому.",
        "Клініка може надсилати мені SMS про групу, щонайбільше два на тиждень. Оператор може стягувати за них плату. "
        "Я можу зупинити їх у будь-який час: відповідаю STOP або кажу клініці.",
        "Клініка може надсилати мені електронні листи про групу, щонайбільше два на тиждень. Я можу зупинити їх у "
        "будь-який час: відповідаю або кажу клініці.",
        "Клініка може використовувати дані мого годинника чи іншого пристрою, який я ношу, лише для мого плану.",
        "Мої дані можуть залишати клініку для досліджень, без мого імені.",
    ),
}
