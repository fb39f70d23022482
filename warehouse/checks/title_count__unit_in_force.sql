-- Facts of a year in which the unit was not in force on any day: must be none.
select t.submission_id, t.sheet, t.row, t.unit_code, t.year
from touched_title_count as t
inner join place.unit as u on u.code = t.unit_code and u.valid_from = t.unit_valid_from
where u.valid_from > make_date(t.year, 12, 31) or u.valid_to < make_date(t.year, 1, 1)
