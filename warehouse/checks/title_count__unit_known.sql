-- Facts of a unit that place.unit does not hold: must be none.
select t.submission_id, t.sheet, t.row, t.unit_code
from staged.title_count as t
left join place.unit as u on u.code = t.unit_code and u.valid_from = t.unit_valid_from
where u.code is null
union all
select c.submission_id, c.sheet, c.row, c.unit_code
from staged.criterion_score as c
left join place.unit as u on u.code = c.unit_code and u.valid_from = c.unit_valid_from
where u.code is null
