"""The law as a whole: packaged files and recorded goals, asked by place in time and as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from rubrics import vocabulary
from rubrics.errors import BrokenLawError, UnknownRubricError
from rubrics.loader import Loaded
from rubrics.model import Goal, NoGoal, Programme, Rubric
from rubrics.validate import between_files, examine

FOLDER = Path(__file__).parent
PACKAGED = ("library", "programmes")
COUNTS_RANKS_NOTE = "các mức xếp loại được tính là đạt: chưa đối chiếu với văn bản gốc"
Row = dict[str, Any]


@dataclass(frozen=True)
class Library:
    """All rubric versions and programmes that hold."""

    rubrics: tuple[Rubric, ...]
    programmes: tuple[Programme, ...]

    def in_force(self, subject: str, year: int) -> Rubric | None:
        """The version that scores a year assessed: in force on its 31 December; None when none is."""
        fitting = [each for each in self.rubrics if each.subject == subject and each.scores_year(year)]
        return max(fitting, key=lambda each: each.valid_from, default=None)

    def rubric(self, rubric_id: str) -> Rubric:
        """The newest version of a rubric.

        Raises:
            UnknownRubricError: No rubric has this id; the nearest one is named.
        """
        versions = [each for each in self.rubrics if each.id == rubric_id]
        if not versions:
            raise UnknownRubricError(rubric_id, {each.id for each in self.rubrics})
        return max(versions, key=lambda each: each.valid_from)

    def rubric_rows(self) -> list[Row]:
        """One row a rubric version."""
        return [_rubric_row(rubric) for rubric in self.rubrics]

    def criterion_rows(self) -> list[Row]:
        """One row a criterion of each rubric version."""
        return [row for rubric in self.rubrics for row in _criterion_rows(rubric)]

    def goal_rows(self) -> list[Row]:
        """One row a goal, and one a title for which a document states that there is none.

        Units: goal_pct in percent (0 to 100); null where `is_none`.
        """
        rows = []
        for each in self.programmes:
            rows += [_goal_row(each, goal, self.last_year(each, goal.title)) for goal in each.goals]
        return rows + [row for each in self.programmes for row in self._no_goal_rows(each)]

    def last_year(self, programme: Programme, title: str) -> int | None:
        """The last year a programme holds for a title: as it says, else until a later one starts."""
        if programme.last_year is not None:
            return programme.last_year
        starts = [each.first_year for each in self.programmes if self._follows(each, programme, title)]
        return min(starts) - 1 if starts else None

    def _follows(self, later: Programme, programme: Programme, title: str) -> bool:
        """Whether a later document of the same place or of the country takes the place of a programme.

        It does for the titles it names. A country's programme does for all titles where the one that a
        local document was made under is over by then.
        """
        is_national = later.place_level == "country"
        is_later = later.first_year > programme.first_year and later.document != programme.document
        if not is_later or not (is_national or _same_place(later, programme)):
            return False
        is_named = any(goal.title == title for goal in later.goals)
        return is_named or (is_national and not self._stands(programme, later.first_year))

    def _stands(self, programme: Programme, year: int) -> bool:
        """Whether the country's programme that a document was made under still holds in a later year."""
        above = [each for each in self.programmes if each.place_level == "country"]
        above = [each for each in above if each.first_year <= programme.first_year]
        return any(each.last_year is None or each.last_year >= year for each in above)

    def _no_goal_rows(self, programme: Programme) -> list[Row]:
        if programme.no_goal is None:
            return []
        lasts = {title: self.last_year(programme, title) for title in _titles_without_goal(programme)}
        first = programme.no_goal.from_year
        return [
            _no_goal_row(programme, programme.no_goal, title, last)
            for title, last in lasts.items()
            if last is None or last >= first
        ]


def library(extra_goals: Sequence[str] = ()) -> Library:
    """The packaged law, with goals recorded since: a programme of the same id replaces the packaged one.

    Args:
        extra_goals: Texts of goal files in the order they were recorded; the newest counts.

    Raises:
        BrokenLawError: A file cannot be used; all problems are named.
    """
    if not extra_goals:
        return _packaged()
    recorded = [examine(text, path=f"goal-{place}.yaml") for place, text in enumerate(extra_goals, start=1)]
    problems = [problem for each in recorded for problem in each.problems]
    if problems:
        raise BrokenLawError(problems)
    packaged = _packaged()
    programmes = {each.id: each for each in packaged.programmes}
    programmes |= {each.programme.id: each.programme for each in recorded if each.programme}
    return replace(packaged, programmes=tuple(programmes.values()))


@cache
def _packaged() -> Library:
    return assemble({name: text for folder in PACKAGED for name, text in _texts(FOLDER / folder)})


def _texts(folder: Path) -> Iterable[tuple[str, str]]:
    for path in sorted(folder.rglob("*.yaml")):
        yield str(path.relative_to(FOLDER.parent)), path.read_text(encoding="utf-8")


def assemble(texts: Mapping[str, str]) -> Library:
    """A library of the given files by path.

    Raises:
        BrokenLawError: A file cannot be used, or two files are the same version.
    """
    loaded: list[Loaded] = [examine(text, path=path) for path, text in texts.items()]
    problems = [problem for each in loaded for problem in each.problems] + between_files(loaded)
    if problems:
        raise BrokenLawError(problems)
    rubrics = _close_older([each.rubric for each in loaded if each.rubric])
    return Library(rubrics, tuple(each.programme for each in loaded if each.programme))


def _close_older(rubrics: Iterable[Rubric]) -> tuple[Rubric, ...]:
    """Each version ends at the latest on the day before the next one for the same subject starts."""
    ordered = sorted(rubrics, key=lambda each: (each.subject, each.valid_from, each.id))
    return tuple(_closed(each, ordered) for each in ordered)


def _closed(rubric: Rubric, all_versions: Sequence[Rubric]) -> Rubric:
    later = [
        each.valid_from
        for each in all_versions
        if each.subject == rubric.subject and each.valid_from > rubric.valid_from
    ]
    if not later:
        return rubric
    last_day = min(later) - timedelta(days=1)
    return replace(rubric, valid_to=min(rubric.valid_to or date.max, last_day))


def _rubric_row(rubric: Rubric) -> Row:
    return {
        "rubric_id": rubric.id,
        "valid_from": rubric.valid_from,
        "valid_to": rubric.valid_to,
        "content_hash": rubric.content_hash,
        "status": rubric.status,
        "kind": rubric.kind,
        "title_vi": rubric.title_vi,
        "title_en": rubric.title_en,
        "document": rubric.document,
        "document_date": rubric.reference.issued,
        "confidence": rubric.confidence,
        "rank_confidence": rubric.confidence_bands,
    }


def _criterion_rows(rubric: Rubric) -> list[Row]:
    return [
        {
            "rubric_id": rubric.id,
            "valid_from": rubric.valid_from,
            "criterion": criterion.id,
            "number": criterion.number,
            "title_vi": criterion.title_vi,
            "title_en": criterion.title_en,
            "maximum": float(criterion.maximum),
            "step": float(criterion.step),
            "confidence": criterion.confidence,
        }
        for criterion in rubric.criteria
    ]


def _place(programme: Programme) -> Row:
    return {
        "programme": programme.id,
        "place_code": programme.place_code,
        "place_level": programme.place_level,
    }


def _same_place(one: Programme, other: Programme) -> bool:
    return (one.place_code, one.place_level) == (other.place_code, other.place_level)


def _goal_row(programme: Programme, goal: Goal, last_year: int | None) -> Row:
    if programme.no_goal and goal.title in _titles_without_goal(programme):
        given_up = programme.no_goal.from_year - 1
        last_year = given_up if last_year is None else min(last_year, given_up)
    is_default = goal.counts_ranks_confidence == "unverified"
    return {
        **_place(programme),
        "title": goal.title,
        "area_class": goal.area_class,
        "goal_pct": float(goal.pct),
        "denominator": goal.denominator,
        "goal_year": goal.goal_year,
        "first_year": programme.first_year,
        "last_year": last_year,
        "counts_ranks": list(goal.counts_ranks),
        "document": goal.document,
        "document_date": programme.reference.issued,
        "confidence": goal.confidence,
        "is_none": False,
        "note_vi": goal.note_vi or (COUNTS_RANKS_NOTE if is_default else None),
    }


def _titles_without_goal(programme: Programme) -> tuple[str, ...]:
    if programme.no_goal is None:
        return ()
    return programme.no_goal.titles or tuple(vocabulary.titles())


def _no_goal_row(programme: Programme, no_goal: NoGoal, title: str, last_year: int | None) -> Row:
    return {
        **_place(programme),
        "title": title,
        "area_class": "general",
        "goal_pct": None,
        "denominator": "all",
        "goal_year": None,
        "first_year": no_goal.from_year,
        "last_year": last_year,
        "counts_ranks": [],
        "document": programme.document,
        "document_date": programme.reference.issued,
        "confidence": "unverified",
        "is_none": True,
        "note_vi": no_goal.note_vi,
    }
