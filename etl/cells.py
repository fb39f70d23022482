"""Cells by name and by number: `B7` is row 6, column 1, counted from zero."""

from __future__ import annotations


def column_index(letters: str) -> int:
    """Return the zero-based column of its letters: A is 0, XFD is 16383."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """Return the letters of a zero-based column."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return the name of a cell, given its zero-based row and column."""
    return f"{column_letters(column)}{row + 1}"


def position(cell: str) -> tuple[int, int]:
    """Return the zero-based row and column of a cell, given its name.

    >>> position("B7"), address(6, 1)
    ((6, 1), 'B7')
    """
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) - 1, column_index(letters)
