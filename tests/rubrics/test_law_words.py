"""The words of the law: every rule has both languages, and no list holds a key twice."""

import re
from pathlib import Path

import pytest

from rubrics import vocabulary
from rubrics.nodes import parse

LISTS = sorted(path.stem for path in vocabulary.FOLDER.glob("*.yaml"))
BLAME = ("sai", "không hợp lệ", "vi phạm", "bất thường", "bị từ chối")


@pytest.mark.parametrize("name", LISTS)
def test_a_word_list_is_strict_yaml(name: str) -> None:
    path = vocabulary.FOLDER / f"{name}.yaml"

    tree, problems = parse(path.read_text(encoding="utf-8"), path=path.name)

    assert tree is not None
    assert problems == []


@pytest.mark.parametrize(("rule", "parts"), vocabulary.words("messages").items())
def test_a_message_says_what_and_how_to_mend_in_both_languages(
    rule: str, parts: dict[str, dict[str, str]]
) -> None:
    for part in ("what", "mend"):
        holes_vi = set(re.findall(r"{(\w+)}", parts[part]["vi"]))
        holes_en = set(re.findall(r"{(\w+)}", parts[part]["en"]))
        assert holes_vi == holes_en, rule
    assert not [word for word in BLAME if f" {word} " in f" {parts['what']['vi'].lower()} "]


def test_every_message_is_used_and_every_used_message_is_defined() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(vocabulary.FOLDER.parent).glob("*.py"))
    quoted = set(re.findall(r'"([a-z_]+)"', code))

    assert set(vocabulary.words("messages")) <= quoted


def test_titles_and_ranks_bear_the_canonical_words() -> None:
    assert " ".join(vocabulary.titles()) == "gia_dinh dong_ho cong_dong cong_dong_xa don_vi cong_dan"
    assert vocabulary.titles()["cong_dong"]["vi"] == "Cộng đồng học tập (thôn, bản, tổ dân phố)"
    assert vocabulary.ranks()["khong_xep_loai"]["vi"] == "Không xếp loại"
    assert all(title["unit"] in vocabulary.units() for title in vocabulary.titles().values())
