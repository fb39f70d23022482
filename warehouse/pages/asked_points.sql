-- asked_points: one row a commune and criterion of a year, within a scope; what a comparison of two rubrics scores.
create or replace temp table asked_points as
select p.*
from scored.criterion_points as p
where p.year = $year
    and (
        cast($is_everything as boolean)
        or list_contains(cast($communes as varchar[]), concat(p.unit_code, '@', cast(p.unit_valid_from as varchar)))
    )
