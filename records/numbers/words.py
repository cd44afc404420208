"""The words for numbers in the register's languages, in every form in which a text has them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

THOUSAND: Final = 10**3
MILLION: Final = 10**6
BILLION: Final = 10**9
HUNDRED: Final = 100
TEN: Final = 10
DOZEN: Final = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A word that stands for a number, or for a part of one."""

    value: Decimal
    room: int = 1
    """What follows is added where it is smaller: 10 after "twenty", 1 after "twelve"."""
    multiplies: bool = False
    """ "hundred", "million": what stands before says how many of them."""
    is_ordinal: bool = False
    is_plural: bool = False
    """By itself no number: "millions", "тысяч"."""
    is_joined_by_hyphen: bool = False
    needs_one_before: bool = False
    """Else it is another word: "семью" is "the family" more often than "with seven"."""


Forms = dict[str, Word]

# --- English ------------------------------------------------------------------------------------

_ENGLISH_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ENGLISH_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH_ORDINALS: Final = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)


def _english() -> Forms:
    forms = {word: Word(Decimal(number)) for number, word in enumerate(_ENGLISH_ONES.split())}
    for number, word in enumerate(_ENGLISH_ORDINALS.split()):
        forms[word] = Word(Decimal(number), is_ordinal=True)
    for tens, word in enumerate(_ENGLISH_TENS.split(), start=2):
        forms[word] = Word(Decimal(tens * 10), room=10, is_joined_by_hyphen=True)
        forms[f"{word.removesuffix('y')}ieth"] = Word(Decimal(tens * 10), is_ordinal=True)
    for word, value in (
        ("hundred", HUNDRED),
        ("thousand", THOUSAND),
        ("million", MILLION),
        ("billion", BILLION),
    ):
        forms[word] = _multiplier(value)
        forms[f"{word}s"] = _multiplier(value, is_plural=True)
        forms[f"{word}th"] = _multiplier(value, is_ordinal=True)
    for word, value in (("mln", MILLION), ("mn", MILLION), ("bn", BILLION)):
        forms[word] = _multiplier(value, is_plural=True)
    return forms | {"dozen": _multiplier(DOZEN), "dozens": _multiplier(DOZEN, is_plural=True)}


def _multiplier(value: int, *, is_plural: bool = False, is_ordinal: bool = False) -> Word:
    return Word(Decimal(value), value, multiplies=True, is_ordinal=is_ordinal, is_plural=is_plural)


# --- Russian ------------------------------------------------------------------------------------

_RUSSIAN_TEENS: Final = ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")
_RUSSIAN_CARDINALS: Final = {
    0: "ноль ноля нолю нолем ноле нуль нуля нулю нулем нуле",
    1: "один одна одно одного одной одному одним одном одну",
    2: "два две двух двум двумя двое двоих двоим оба обе обоих обеих",
    3: "три трех трем тремя трое троих троим",
    4: "четыре четырех четырем четырьмя четверо четверых",
    5: "пять пяти пятью пятеро пятерых",
    6: "шесть шести шестью шестеро шестерых",
    7: "семь семи семеро семерых",
    8: "восемь восьми восемью восьмью восьмеро восьмерых",
    9: "девять девяти девятью девятеро девятерых",
    10: "десять десяти десятью десятеро",
    **{
        number: f"{stem}надцать {stem}надцати {stem}надцатью"
        for number, stem in enumerate(_RUSSIAN_TEENS, start=11)
    },
    20: "двадцать двадцати двадцатью",
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти пятьюдесятью",
    60: "шестьдесят шестидесяти шестьюдесятью",
    70: "семьдесят семидесяти семьюдесятью",
    80: "восемьдесят восьмидесяти восемьюдесятью",
    90: "девяносто девяноста",
    100: "сто ста",
    150: "полтораста полутораста",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
    **{
        number * HUNDRED: f"{one}сот {few}сот {few}стам {by}стами {few}стах"
        for number, one, few, by in (
            (5, "пять", "пяти", "пятью"),
            (6, "шесть", "шести", "шестью"),
            (7, "семь", "семи", "семью"),
            (8, "восемь", "восьми", "восемью"),
            (9, "девять", "девяти", "девятью"),
        )
    },
}
_RUSSIAN_ORDINAL_STEMS: Final = {
    1: "перв", 2: "втор", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят",
    10: "десят", 11: "одиннадцат", 12: "двенадцат", 13: "тринадцат", 14: "четырнадцат",
    15: "пятнадцат", 16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат",
    20: "двадцат", 30: "тридцат", 40: "сороков", 50: "пятидесят", 60: "шестидесят",
    70: "семидесят", 80: "восьмидесят", 90: "девяност", 100: "сот",
    200: "двухсот", 300: "трехсот", 400: "четырехсот", 500: "пятисот", 600: "шестисот",
    700: "семисот", 800: "восьмисот", 900: "девятисот", 1000: "тысячн",
}  # fmt: skip
_RUSSIAN_ORDINAL_ENDINGS: Final = "ый ой ая ое ого ому ым ом ую ые ых ыми"
_RUSSIAN_THIRD: Final = "третий третья третье третьего третьей третьему третьим третьем третью"
_RUSSIAN_MULTIPLIERS: Final = {
    10: ("десяток десятка", "десятки десятков десяткам"),
    DOZEN: ("дюжина дюжины дюжину", "дюжин"),
    HUNDRED: ("сотня сотни сотню", "сотен сотням"),
    THOUSAND: ("тысяча тысячи тысячу тысяче тысячей", "тысяч тысячам тысячами тысячах тыс"),
    MILLION: (
        "миллион миллиона миллиону миллионом миллионе",
        "миллионов миллионам миллионами миллионах миллионы млн",
    ),
    BILLION: (
        "миллиард миллиарда миллиарду миллиардом миллиарде",
        "миллиардов миллиардам миллиардами миллиардах миллиарды млрд",
    ),
}


def _russian() -> Forms:
    forms: Forms = {}
    for number, words in _RUSSIAN_CARDINALS.items():
        room = _room_of(number)
        forms |= {word: Word(Decimal(number), room) for word in words.split()}
    forms["семью"] = Word(Decimal(7), needs_one_before=True)
    forms |= {word: Word(Decimal("1.5")) for word in ("полтора", "полторы", "полутора")}
    for number, stem in _RUSSIAN_ORDINAL_STEMS.items():
        for ending in _RUSSIAN_ORDINAL_ENDINGS.split():
            forms[stem + ending] = Word(Decimal(number), is_ordinal=True)
    forms |= {word: Word(Decimal(3), is_ordinal=True) for word in _RUSSIAN_THIRD.split()}
    for value, (singular, plural) in _RUSSIAN_MULTIPLIERS.items():
        forms |= {word: _multiplier(value) for word in singular.split()}
        forms |= {word: _multiplier(value, is_plural=True) for word in plural.split()}
    return forms


def _room_of(number: int) -> int:
    """Of words that stand for a number of tens or of hundreds."""
    if number and number % HUNDRED == 0:
        return HUNDRED
    return TEN if number > TEN and number % TEN == 0 else 1


# --- Kazakh -------------------------------------------------------------------------------------

_KAZAKH_ONES: Final = "бір екі үш төрт бес алты жеті сегіз тоғыз"
_KAZAKH_TENS: Final = "он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан"
_KAZAKH_ENDINGS: Final = (
    "дан ден тан тен нан нен ға ге қа ке ды ді ты ті ны ні дың дің тың тің ның нің "
    "да де та те мен бен пен ы і сы сі"
)
_KAZAKH_GROUPS: Final = {2: "екеу", 3: "үшеу", 4: "төртеу", 5: "бесеу", 6: "алтау", 7: "жетеу"}
_KAZAKH_ORDINAL_ENDINGS: Final = "ыншы інші ншы нші сыншы сінші"
# "Him" and "there", not "ten" and "in ten".
_KAZAKH_OTHER_WORDS: Final = ("оны", "онда")


def _kazakh() -> Forms:
    stems = {
        word: Word(Decimal(number)) for number, word in enumerate(_KAZAKH_ONES.split(), start=1)
    }
    for tens, word in enumerate(_KAZAKH_TENS.split(), start=1):
        stems[word] = Word(Decimal(tens * 10), room=10)
    for word, value in (("жүз", HUNDRED), ("мың", THOUSAND), ("миллион", MILLION)):
        stems[word] = _multiplier(value)
    stems |= {"миллиард": _multiplier(BILLION), "нөл": Word(Decimal(0))}
    forms = {
        stem + ending: word
        for stem, word in stems.items()
        for ending in ("", *_KAZAKH_ENDINGS.split())
        if stem + ending not in _KAZAKH_OTHER_WORDS
    }
    for stem, cardinal in (stems | {"қырқ": stems["қырық"]}).items():
        ordinal = Word(cardinal.value, multiplies=cardinal.multiplies, is_ordinal=True)
        forms |= {stem + ending: ordinal for ending in _KAZAKH_ORDINAL_ENDINGS.split()}
    for number, word in _KAZAKH_GROUPS.items():
        forms |= {word + ending: Word(Decimal(number)) for ending in ("", "і", "інің", "ін", "іне")}
    short = {"млн": MILLION, "млрд": BILLION}
    return forms | {word: _multiplier(value, is_plural=True) for word, value in short.items()}


_BY_LANGUAGE: Final = {"en": _english, "ru": _russian, "kk": _kazakh}


@cache
def words_of(language: str | None) -> Forms:
    """By the word in small letters, with е for ё; of every language where none of them is named."""
    language = (language or "").partition("-")[0]
    known = [_BY_LANGUAGE[language]] if language in _BY_LANGUAGE else _BY_LANGUAGE.values()
    return {word: form for forms in known for word, form in forms().items()}
