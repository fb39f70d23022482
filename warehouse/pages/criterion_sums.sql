-- One row a unit and criterion: the communes that report points for it, their points and their maxima, added.
with told as (
    select
        case cast($level as varchar) when 'district' then u.district_code when 'province' then u.province_code else $unit end
            as unit_code,
        p.*
    from scored.criterion_points as p
    inner join place.unit as u on u.code = p.unit_code and u.valid_from = p.unit_valid_from
    where p.year = $year and p.points between 0 and p.maximum
        and ($unit = 'VN' or p.unit_code = $unit or u.district_code = $unit or u.province_code = $unit)
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(p.unit_code, '@', cast(p.unit_valid_from as varchar)))
        )
)
select
    t.unit_code, t.year, t.rubric_id as rubric, t.criterion, c.number, c.title_vi, c.title_en,
    sum(t.points) as points, sum(t.maximum) as maximum, count(*) as units
from told as t
inner join meta.criterion as c
    on c.rubric_id = t.rubric_id and c.valid_from = t.rubric_valid_from and c.criterion = t.criterion
where t.unit_code is not null
group by t.unit_code, t.year, t.rubric_id, t.criterion, c.number, c.title_vi, c.title_en
order by t.unit_code, t.rubric_id, c.number
