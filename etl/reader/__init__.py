"""Workbook bytes -> sheets with positions: calamine for values, our own scan for the rest."""

from etl.reader.workbook import read_workbook

__all__ = ["read_workbook"]
