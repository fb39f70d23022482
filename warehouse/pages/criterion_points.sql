-- One row a scored commune, year and criterion of its rubric; points are null where its sheet gives none.
with scored as (
    select s.*, u.name as unit_name
    from scored.subject_score as s
    inner join place.unit as u on u.code = s.unit_code and u.valid_from = s.unit_valid_from
    where s.year = $year
        and ($unit = 'VN' or s.unit_code = $unit or u.district_code = $unit or u.province_code = $unit)
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(s.unit_code, '@', cast(s.unit_valid_from as varchar)))
        )
)
select
    s.unit_code, s.unit_name, s.year, s.rubric_id as rubric, c.criterion, c.number, c.title_vi, c.title_en,
    p.points_self, p.points_assessed, p.points, c.maximum, s.basis
from scored as s
inner join meta.criterion as c on c.rubric_id = s.rubric_id and c.valid_from = s.rubric_valid_from
left join scored.criterion_points as p
    on p.unit_code = s.unit_code and p.unit_valid_from = s.unit_valid_from and p.year = s.year
    and p.rubric_id = s.rubric_id and p.criterion = c.criterion
order by s.unit_code, s.rubric_id, c.number
