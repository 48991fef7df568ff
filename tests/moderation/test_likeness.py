"""Near-copies of a text are found by its signature, different texts about the same thing are not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from complaints.moderation.duplicates.likeness import ALIKE, BANDS, bands, comparable, percent_alike

KEY = b"k" * 32
# Different people about the same round, in their own words: what must not be taken for copies.
DIFFERENT = (
    "Хабарландыру тіркеуден бір жарым сағат бұрын ғана шықты, біз жұмыста едік, үлгермедік.",
    "Сайтқа дәл уақытында кірдім, бірақ бет ашылмады, он минуттан кейін бос орын жоқ деп жазды.",
    "Екі балам бар, екеуіне де үйірме керек еді. Жеті минутта үш жарым мың орын таусылды дегенге сенбеймін.",
    "Маңғыстау ауданында тұрамыз, бізге орын бөлінді ме, ешкім айтпады. Хабарландырудан санды алып тастапты.",
    "Кезекте тұрғанда нөмірім 412 болды, бетті жаңартқан соң 2930 болып кетті. Бұл қандай кезек?",
    "Таныстар тіркеу басталатын уақытты бір күн бұрын білген екен, біз чаттан кейін ғана естідік.",
    "Электрондық қолтаңбам жұмыс істемеді, СМС код келмеді, қайта-қайта сұрадым, соңында орын бітті.",
    "Біздің орталыққа бір де ваучер берілмеді, ал көрші орталыққа екі жүзден астам бала жазылған.",
    "Тізімде біздің ауылда жоқ үйірме тұр, барып көрсек, ол жерде дүкен екен. Балалар қайда барады?",
    "Қызым суретке екі жыл барды, енді ақысын төлей алмаймыз, ваучер ала алмадық. Қайта тіркеу керек.",
    "Объявление появилось за полтора часа до начала, мы были на работе и ничего не успели.",
    "Зашла ровно в десять, страница висела, потом написали, что свободных мест нет.",
    "У меня трое детей, на одного раньше был ваучер, теперь отменили без объяснений и без письма.",
    "Из объявления убрали число мест, у меня остался снимок экрана, где оно ещё было.",
    "Подруга узнала время заранее от знакомого и успела, а в официальном канале ещё ничего не было.",
    "Очередь показывала номер 512, через минуту 3841, потом вообще выкинуло на главную страницу.",
    "Не смогли войти через ЭЦП, сервер отвечал ошибкой, в поддержке сказали попробовать завтра.",
    "Наш центр подал документы вовремя, но мест нам не дали ни одного, а соседнему дали двести.",
    "В нашем районе нет ни одного поставщика робототехники, а возят детей за сорок километров.",
    "По спискам в кружок ходят пятьдесят детей, а в зале я ни разу не видела больше десяти.",
    "Мен провайдермін, орын бөлу туралы ереже жарияланған жоқ, кімге қанша берілгенін білмейміз.",
    "Я поставщик, нам не заплатили за февраль, а новый раунд объявили, не рассчитавшись со старым.",
    "Жүйе қате беріп тұрды, өтінімім жоғалып кетті, қайта толтырғанда орын қалмаған еді.",
    "Прошу отменить результаты и провести запись заново, объявив о ней хотя бы за неделю.",
)
Change = Callable[[str, random.Random], str]


def typed_without_kazakh_letters(text: str, _chance: random.Random) -> str:
    return text.translate(str.maketrans("әқғңөұүһі", "акгноуухи"))


def with_typos(text: str, chance: random.Random) -> str:
    """One letter in thirty is wrong, missing or doubled."""
    letters = list(text)
    for place in chance.sample(range(len(letters)), len(letters) // 30):
        letters[place] = chance.choice(["", letters[place] * 2, chance.choice("абвгдежз")])
    return "".join(letters)


def shouted(text: str, _chance: random.Random) -> str:
    return text.upper().replace(",", "").replace(".", "!!!")


def with_other_numbers(text: str, chance: random.Random) -> str:
    return "".join(str(chance.randrange(10)) if sign.isdigit() else sign for sign in text)


def with_a_word_more(text: str, _chance: random.Random) -> str:
    return f"Сәлем! {text}"


def with_a_word_less(text: str, chance: random.Random) -> str:
    words = text.split()
    del words[chance.randrange(len(words))]
    return " ".join(words)


CHANGES: tuple[Change, ...] = (
    typed_without_kazakh_letters,
    with_typos,
    shouted,
    with_other_numbers,
    with_a_word_more,
    with_a_word_less,
)


def words(text: str) -> str:
    found = comparable(text)
    assert found is not None
    return found


def share_a_band(one: str, other: str) -> bool:
    return bool(set(bands(one, key=KEY)) & set(bands(other, key=KEY)))


def copies() -> Iterator[tuple[str, str]]:
    chance = random.Random(2025)
    for text in DIFFERENT:
        for change in CHANGES:
            copied = text
            for _again in range(chance.randint(1, 2)):
                copied = change(copied, chance)
            yield words(text), words(copied)


def test_recall_and_precision_on_copies_and_on_different_texts(capsys: pytest.CaptureFixture[str]) -> None:
    same = [(one, other) for one, other in copies() if percent_alike(one, other) >= ALIKE]
    found = [pair for pair in same if share_a_band(*pair)]
    different = list(combinations(map(words, DIFFERENT), 2))
    in_vain = [pair for pair in different if share_a_band(*pair)]
    taken = [pair for pair in in_vain if percent_alike(*pair) >= ALIKE]
    recall = len(found) / len(same)
    with capsys.disabled():
        print(
            f"\ncopies: {len(found)} of {len(same)} found, recall {recall:.3f};"
            f" different texts: {len(in_vain)} of {len(different)} pairs compared, {len(taken)} taken for copies;"
            f" precision {len(found) / (len(found) + len(taken)):.3f}"
        )
    assert len(same) > 100
    assert recall >= 0.97
    assert taken == []
    assert len(in_vain) <= len(different) * 0.02


def test_the_same_words_with_other_letters_and_punctuation_are_a_hundred_per_cent_alike() -> None:
    one = words("Тіркеу басталғанда орын қалмаған еді, біз үлгермедік.")
    other = words("ТИРКЕУ  басталганда орын калмаган еди - биз улгермедик")
    assert percent_alike(one, other) == 100
    assert bands(one, key=KEY) == bands(other, key=KEY)


@pytest.mark.parametrize("text", ["", "   ", "Мест уже не было!", "?!" * 100, "Орын қалмады. Біз кірдік!!!"])
def test_a_text_too_short_to_say_anything_is_not_compared(text: str) -> None:
    assert comparable(text) is None


def test_a_text_of_thirty_letters_is_compared() -> None:
    assert comparable("а" * 29) is None
    assert comparable("а" * 30) == "а" * 30


def test_without_the_key_the_bands_of_a_guessed_text_are_of_no_use() -> None:
    guessed = words(DIFFERENT[0])
    ours, others = bands(guessed, key=KEY), bands(guessed, key=b"x" * 32)
    assert len(ours) == BANDS
    assert set(ours).isdisjoint(others)
    assert all(len(value) == 32 for value in ours)
