-- Rows whose recognised or registered figure is larger than the total: must be none.
select submission_id, sheet, row, unit_code, title, total, registered, recognised
from touched_title_count
where recognised > total or registered > total
