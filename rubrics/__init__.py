"""The law: rubrics, goals and statuses as dated files, compiled to SQL. Imports nothing of ours."""

from rubrics.compare import compare
from rubrics.compile import CompiledRubric, compile_rubric
from rubrics.errors import BrokenLawError, IncompleteRubricError, Problem, RubricError, UnknownRubricError
from rubrics.explain import Explanation, explain
from rubrics.model import Goal, Programme, Rubric
from rubrics.shelf import Library, library
from rubrics.validate import examine, validate, validate_library

__all__ = [
    "BrokenLawError",
    "CompiledRubric",
    "Explanation",
    "Goal",
    "IncompleteRubricError",
    "Library",
    "Problem",
    "Programme",
    "Rubric",
    "RubricError",
    "UnknownRubricError",
    "compare",
    "compile_rubric",
    "examine",
    "explain",
    "library",
    "validate",
    "validate_library",
]
