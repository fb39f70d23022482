-- One row a commune, year and rubric: what `query scores` prints.
with scored as (
    select m.*, u.level from mart.score as m
    inner join place.unit as u on u.code = m.unit_code and u.valid_from = m.unit_valid_from
)
select
    s.unit_code, s.unit_name, s.year, s.rubric, s.total, s.rank, s.rank_reported, s.missing, s.failed_gates, s.confidence,
    s.basis, s.total_reported, s.reason_key, s.district_code, s.unit_valid_from, s.rubric_valid_from
from scored as s
where (cast($year as integer) is null or s.year = cast($year as integer))
    and ($unit = 'VN' or s.unit_code = $unit or s.district_code = $unit or s.province_code = $unit)
    and (cast($level as varchar) is null or s.level = cast($level as varchar))
    and (
        cast($is_everything as boolean)
        or list_contains(cast($communes as varchar[]), concat(s.unit_code, '@', cast(s.unit_valid_from as varchar)))
    )
order by s.year, s.unit_code, s.rubric
