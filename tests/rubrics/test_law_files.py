"""Broken files of the law, each with the words that must come out."""

from pathlib import Path

import pytest

from rubrics import BrokenLawError, validate, validate_library
from rubrics.shelf import FOLDER, PACKAGED, assemble

HERE = Path(__file__).parent
RUBRIC = (HERE / "small_rubric.yaml").read_text(encoding="utf-8")
GOALS = (HERE / "small_goals.yaml").read_text(encoding="utf-8")

BROKEN_RUBRICS = [
    ("maximum: 10", "maximum: 9", "a.yaml:12 › total: the maxima add up to «19», the declared total is 20"),
    ("from: 13, below: 16", "from: 13, below: 15", "a.yaml:20 › bands › kha › below: values from «15» to 16"),
    ("from: 13, below: 16", "from: 13, below: 17", "a.yaml:20 › bands › kha › below: values from «16» to 17"),
    ("from: 0,", "from: 1,", "a.yaml:21 › bands › khong_xep_loai › from: values from «0» to 1 belong to no"),
    ("to: 20}", "to: 19}", "a.yaml:19 › bands › tot › to: values from «19» to 20 belong to no band"),
    ("to: 20}", "to: 21}", "a.yaml:19 › bands › tot › to: the highest band ends at «21», over the total 20"),
    ("to: 20}", "below: 20}", "a.yaml:19 › bands › tot: the highest band «tot» must close with to"),
    ("13, below: 16", "13, to: 16", "a.yaml:20 › bands › kha: the band «kha» is not the highest"),
    ("rank: kha", "rank: tot", "a.yaml:20 › bands › tot › rank: «tot» stands twice in one list"),
    ("rank: kha", "rank: khaa", "a.yaml:20 › bands › khaa › rank: the rank «khaa» is not known"),
    (
        "reference: {act: 1/2020, issued: 2020-01-15}\n",
        "",
        "a.yaml:8 › valid_from: the date «2020-03-01» has no",
    ),
    (
        "total: 20",
        "total: 20\ntotl: 20",
        "a.yaml:13 › totl: the key «totl» is not known.\n  Use a known key (total)",
    ),
    (
        "step: 0.5, title: {vi: Hai",
        "stepp: 0.5, title: {vi: Hai",
        "a.yaml:16 › criteria › tc02 › stepp: the key",
    ),
    (
        "total: 20",
        "total: 20\ntotal: 21",
        "a.yaml:13 › total: the key «total» stands twice, first in line 12",
    ),
    (
        "criterion: tc01",
        "criterion: tc09",
        "a.yaml:23 › gates › dk1 › criterion: the gate names the criterion «tc09»",
    ),
    ("minimum: 8", "minimum: 11", "a.yaml:23 › gates › dk1 › minimum: the minimum «11» must be over 0"),
    ("applies_to_rank: tot", "applies_to_rank: khong_xep_loai", "the gate names the rank «khong_xep_loai»"),
    (
        "unit: points",
        "unit: pints",
        "a.yaml:5 › unit: the unit of measure «pints» is not known.\n  Choose a known",
    ),
    ("id: tc02, number: 2", "id: tc01, number: 2", "a.yaml:16 › criteria › tc01 › id: «tc01» stands twice"),
    ("id: tc02", "id: two", "a.yaml:16 › criteria › two › id: the criterion id «two»"),
    ("number: 2", "number: 1", "a.yaml:16 › criteria › tc02 › number: «1» stands twice"),
    (
        "maximum: 5, step: 0.5, title: {vi: Hai",
        "maximum: 5, step: 3, title: {vi: Hai",
        "the step «3» does not divide",
    ),
    ("maximum: 10", "maximum: 12,5", "a.yaml:15"),
    ("maximum: 10", "maximum: ten", "a.yaml:15 › criteria › tc01 › maximum: «ten» is not a number"),
    ("valid_from: 2020-03-01", "valid_from: 01/03/2020", "a.yaml:8 › valid_from: «01/03/2020» is not a day"),
    ("valid_from: 2020-03-01", "valid_from: 2020-02-30", "a.yaml:8 › valid_from: «2020-02-30» is not a day"),
    ("forms:", "valid_to: 2019-01-01\nforms:", "a.yaml:10 › valid_to: «2019-01-01» comes before the start"),
    ("status: active\n", "", "a.yaml:1 › status: the key «status» is missing"),
    (
        "kind: points",
        "kind: point",
        "a.yaml:2 › kind: the value «point» is not known.\n  Choose a known value: points",
    ),
    ("forms: [tong", "forms: {a: [tong", "a.yaml:10: the YAML cannot be read"),
    ("total: 20", "total: &t 20\nverified_on: *t", "a.yaml:13: the file uses the alias «*t»"),
    ("criteria:\n", "criteria: x\nrest:\n", "a.yaml:14 › criteria: a list is needed"),
    (
        "title: {vi: Bộ tiêu chí thử, en: A small set}",
        "title: Thử",
        "a.yaml:6 › title: a group of named parts",
    ),
    ("subject: commune", "subject: [commune]", "a.yaml:4 › subject: a single value is needed"),
]

BROKEN_GOALS = [
    (
        "pct: 70",
        "pct: 170",
        "g.yaml:11 › goals › gia_dinh › pct: the goal «170» must be over 0 and at most 100",
    ),
    ("pct: 70", "pct: 0", "g.yaml:11 › goals › gia_dinh › pct: the goal «0» must be over 0"),
    (
        "document: Kế hoạch thử\n",
        "",
        "g.yaml:1 › document: the goals have no document: «document» is missing",
    ),
    ("reference: {act: 9/KH, issued: 2016-02-01}\n", "", "g.yaml:1 › reference: the goals have no document"),
    (
        "title: gia_dinh",
        "title: gia_din",
        "g.yaml:11 › goals › gia_din › title: the title «gia_din» is not known",
    ),
    ("title: cong_dong_xa", "title: gia_dinh", "«gia_dinh general 2020» stands twice"),
    ("general, pct: 70", "hard, pct: 70", "area_class: the value «hard» is not known"),
    (
        "goal_year: 2020, denominator: all}\n  - {title: cong",
        "goal_year: 2015, denominator: all}\n  - {title: cong",
        "the goal year «2015» comes before the first year 2016",
    ),
    ("last_year: 2020", "last_year: 2014", "g.yaml:8 › last_year: «2014» comes before the start 2016"),
    (
        "level: province",
        "level: country",
        "g.yaml:6 › place: the place «38» does not fit the level «country»",
    ),
    ("pct: 70,", "pct: 70, counts_ranks: [tot],", "counts_ranks: the title «gia_dinh» has no ranks"),
    ("pct: 30,", "pct: 30, counts_ranks: [totx],", "the rank «totx» is not known"),
    ("first_year: 2016", "first_year: soon", "g.yaml:7 › first_year: «soon» is not a whole number"),
    (
        "last_year: 2020",
        "no_goal: {from: 2015, note: {vi: a, en: b}}",
        "g.yaml:8 › no_goal: «2015» comes before",
    ),
]


def said(text: str, path: str) -> str:
    return "\n".join(problem.message_en for problem in validate(text, path=path))


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN_RUBRICS)
def test_a_broken_rubric_is_refused_with_line_key_and_mend(old: str, new: str, expected: str) -> None:
    assert old in RUBRIC

    assert expected in said(RUBRIC.replace(old, new, 1), "a.yaml")


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN_GOALS)
def test_a_broken_goal_file_is_refused_with_line_key_and_mend(old: str, new: str, expected: str) -> None:
    assert old in GOALS

    assert expected in said(GOALS.replace(old, new, 1), "g.yaml")


def test_sound_files_have_no_problem() -> None:
    assert validate(RUBRIC, path="a.yaml") == []
    assert validate(GOALS, path="g.yaml") == []


def test_the_packaged_law_has_no_problem() -> None:
    paths = [path for folder in PACKAGED for path in (FOLDER / folder).rglob("*.yaml")]

    problems = validate_library({str(path): path.read_text(encoding="utf-8") for path in paths})

    assert len(paths) == 5
    assert problems == []


def test_a_problem_is_told_in_vietnamese_with_the_value_the_place_and_the_mend() -> None:
    (problem,) = validate(RUBRIC.replace("maximum: 10", "maximum: 9"), path="a.yaml")

    assert problem.message_vi == (
        "a.yaml:12 › total: Điểm tối đa các tiêu chí cộng được «19», tổng ghi 20.\n"
        "  Sửa điểm tối đa của tiêu chí, hoặc sửa total."
    )


def test_all_problems_of_a_file_come_at_once_in_the_order_of_lines() -> None:
    text = RUBRIC.replace("maximum: 10", "maximum: 9").replace("below: 13", "below: 12")
    text = text.replace("criterion: tc01", "criterion: tc09").replace("unit: points", "unit: pints")

    problems = validate(text, path="a.yaml")

    assert [problem.rule for problem in problems] == [
        "unknown_unit",
        "maxima_do_not_add_up",
        "bands_leave_hole",
        "gate_unknown_criterion",
    ]


def test_two_versions_of_one_date_are_refused_and_both_files_are_named() -> None:
    problems = validate_library({"a.yaml": RUBRIC, "b.yaml": RUBRIC + "\n# copy\n"})

    assert [problem.message_en.splitlines()[0] for problem in problems] == [
        "b.yaml:8 › valid_from: two versions have the date «2020-03-01»; the other is a.yaml."
    ]


def test_two_goal_files_of_one_id_are_refused() -> None:
    problems = validate_library({"a.yaml": GOALS, "b.yaml": GOALS})

    assert [problem.rule for problem in problems] == ["two_programmes_one_id"]


def test_a_file_named_after_another_date_or_rubric_is_refused() -> None:
    problems = validate(RUBRIC, path="rubrics/library/other-2020/2020-04-01.yaml")

    assert [problem.rule for problem in problems] == ["file_name_differs", "file_name_differs"]


def test_text_that_is_no_mapping_is_refused_in_words() -> None:
    assert "a.yaml:1: the file holds no «name: value» lines" in said("- a\n- b\n", "a.yaml")
    assert "a.yaml:1: the file holds no «name: value» lines" in said("", "a.yaml")


def test_deep_nesting_is_refused_and_does_not_stop_the_program() -> None:
    assert "cannot be read" in said("[" * 5000, "a.yaml")


def test_control_characters_are_refused_in_words() -> None:
    assert "cannot be read" in said("id: a\x07b\n", "a.yaml")


def test_a_broken_library_raises_with_every_problem() -> None:
    with pytest.raises(BrokenLawError, match=r"a\.yaml:12 › total") as caught:
        assemble({"a.yaml": RUBRIC.replace("maximum: 10", "maximum: 9")})

    assert "the declared total is 20" in caught.value.message_en


def test_an_incomplete_rubric_needs_only_title_and_reference() -> None:
    head = RUBRIC.split("total: 20")[0].replace("status: active", "status: incomplete")
    text = head + "confidence: {maxima: unverified, bands: unverified}\n"

    assert validate(text, path="a.yaml") == []
