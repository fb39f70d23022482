"""Broken files of the law, each with the words that must come out."""

from pathlib import Path

import pytest
import yaml

from rubrics import BrokenLawError, validate, validate_library
from rubrics.shelf import FOLDER, PACKAGED, assemble

HERE = Path(__file__).parent
RUBRIC = (HERE / "small_rubric.yaml").read_text(encoding="utf-8")
GOALS = (HERE / "small_goals.yaml").read_text(encoding="utf-8")

BROKEN = yaml.safe_load((HERE / "broken_law.yaml").read_text(encoding="utf-8"))


def said(text: str, path: str) -> str:
    return "\n".join(problem.message_en for problem in validate(text, path=path))


@pytest.mark.parametrize("case", BROKEN["rubric"], ids=lambda case: case["says"][:60])
def test_a_broken_rubric_is_refused_with_line_key_and_mend(case: dict[str, str]) -> None:
    assert case["old"] in RUBRIC

    assert case["says"] in said(RUBRIC.replace(case["old"], case["new"], 1), "a.yaml")


@pytest.mark.parametrize("case", BROKEN["goals"], ids=lambda case: case["says"][:60])
def test_a_broken_goal_file_is_refused_with_line_key_and_mend(case: dict[str, str]) -> None:
    assert case["old"] in GOALS

    assert case["says"] in said(GOALS.replace(case["old"], case["new"], 1), "g.yaml")


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
        "a.yaml:12 › total: Điểm tối đa các tiêu chí cộng được “19”, tổng ghi 20.\n"
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
        "b.yaml:8 › valid_from: two versions have the date “2020-03-01”; the other is a.yaml."
    ]


def test_two_goal_files_of_one_id_are_refused() -> None:
    problems = validate_library({"a.yaml": GOALS, "b.yaml": GOALS})

    assert [problem.rule for problem in problems] == ["two_programmes_one_id"]


def test_a_file_named_after_another_date_or_rubric_is_refused() -> None:
    problems = validate(RUBRIC, path="rubrics/library/other-2020/2020-04-01.yaml")

    assert [problem.rule for problem in problems] == ["file_name_differs", "file_name_differs"]


def test_text_that_is_no_mapping_is_refused_in_words() -> None:
    assert "a.yaml:1: the file holds no “name: value” lines" in said("- a\n- b\n", "a.yaml")
    assert "a.yaml:1: the file holds no “name: value” lines" in said("", "a.yaml")


def test_deep_nesting_is_refused_and_does_not_stop_the_program() -> None:
    assert "a.yaml:1: keys are nested over “12” levels deep" in said("[" * 50_000, "a.yaml")


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
