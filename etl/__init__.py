"""The way in: workbook -> cells -> rows -> findings -> facts -> publish."""
