import re
from pathlib import Path
from string import Formatter

import pytest

from dashboard import i18n
from dashboard.sentences import NOUNS, TITLES
from etl.model import IGNORED
from warehouse.schemas.mart import PERIODS, STATUSES

ROOM = Path(i18n.__file__).parent


@pytest.fixture
def english():
    i18n.use("en")
    yield
    i18n.use("vi")


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))


def named_keys() -> set[str]:
    return set(re.findall(r"\bt\(\s*[\"']([a-z_0-9.]+)[\"']\s*[,)]", source()))


def key_families() -> set[str]:
    code = source()
    glued = re.findall(r"\bt\(\s*[\"']([a-z_.]+\.)[\"']\s*\+", code)
    holed = re.findall(r"f[\"']([a-z_]+(?:\.[a-z_]+)*[._])\{", code)
    return set(glued) | set(holed)


def test_both_languages_have_the_same_keys():
    assert set(i18n.catalogue("vi")) == set(i18n.catalogue("en"))


def test_both_languages_have_the_same_holes():
    vi, en = i18n.catalogue("vi"), i18n.catalogue("en")

    different = {key for key in vi if holes(vi[key]) != holes(en[key])}

    assert different == set()


def test_every_key_that_the_code_names_has_a_text():
    assert named_keys() - set(i18n.catalogue("vi")) == set()
    assert len(named_keys()) > 60


def test_every_reason_for_passing_over_a_row_has_a_text():
    assert {key for key in i18n.catalogue("vi") if key.startswith("ignored.")} == {
        f"ignored.{r}" for r in IGNORED
    }


def test_every_text_is_used():
    families = tuple(key_families())

    unused = {key for key in i18n.catalogue("vi") if key not in named_keys() and not key.startswith(families)}

    assert unused == set()


def test_closed_lists_have_a_word_each():
    wanted = (
        [f"status.{status}" for status in STATUSES]
        + [f"title.{title}" for title in TITLES]
        + [f"unit.{noun}" for noun in NOUNS.values()]
        + [f"period.{period}" for period in PERIODS]
    )

    assert [key for key in wanted if key not in i18n.catalogue("vi")] == []
    assert set(i18n.SIGNS) == set(STATUSES)


def test_forbidden_words_do_not_blame():
    blame = re.compile(
        r"\b(không hợp lệ|gian lận|vi phạm|bất thường|yếu kém|bạn|quý khách|dashboard|upload)\b|!"
    )

    assert [key for key, text in i18n.catalogue("vi").items() if blame.search(text)] == []


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (0, 0, "0"),
        (-6.25, 1, "−6,3"),
        (2.5, 0, "3"),
        (1234567, 0, "1.234.567"),
        (-0.04, 1, "0,0"),
    ],
)
def test_vietnamese_numbers_have_points_for_thousands_and_a_decimal_comma(value, decimals, text):
    assert i18n.number(value, decimals) == text


def test_percent_stands_without_a_space():
    assert i18n.percent(81) == "81,0%"
    assert i18n.goal_percent(70.0) == "70%"
    assert i18n.goal_percent(62.5) == "62,5%"


def test_english_numbers_have_a_decimal_point(english):
    assert i18n.number(-1234.5, 1) == "−1,234.5"
    assert i18n.percent(81) == "81.0%"


def test_times_of_the_ledger_are_shown_in_vietnam_time():
    assert i18n.moment("2018-12-12T17:30:00+00:00") == "00:30, 13/12/2018"
    assert i18n.moment("2018-12-12T07:05:00") == "14:05, 12/12/2018"


def test_a_unit_inside_a_sentence_has_its_prefix_in_small_letters():
    assert i18n.in_text("Thị trấn Ngọc Lặc") == "thị trấn Ngọc Lặc"


def test_an_unknown_language_falls_back_to_vietnamese():
    i18n.use("fr")

    assert i18n.t("nav.submit") == "Nộp số liệu"


def test_the_whole_country_stands_in_english_sentences_with_its_article(english):
    place = i18n.in_text(i18n.t("filter.country"))
    said = [text.replace("{place}", place) for text in i18n.catalogue("en").values() if "{place}" in text]

    assert len(said) > 30
    assert [text for text in said if re.search(r"(?<!\bthe )whole country|the the", text)] == []
