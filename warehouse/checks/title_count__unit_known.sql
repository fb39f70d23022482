-- Facts of a unit that place.unit does not hold: must be none.
with facts as (
    select submission_id, sheet, row, unit_code, unit_valid_from from touched_title_count
    union all
    select submission_id, sheet, row, unit_code, unit_valid_from from staged.criterion_score
    where unit_code in (select code from touched_code)
    union all
    select submission_id, sheet, row, unit_code, unit_valid_from from staged.assessment
    where unit_code in (select code from touched_code)
)
select f.submission_id, f.sheet, f.row, f.unit_code
from facts as f
left join place.unit as u on u.code = f.unit_code and u.valid_from = f.unit_valid_from
where u.code is null
