-- One row a commune, year and rubric: what `query scores` prints.
select
    s.unit_code, s.unit_name, s.year, s.rubric, s.total, s.rank, s.rank_reported, s.missing, s.failed_gates, s.confidence,
    s.basis, s.total_reported, s.reason_key, s.district_code
from mart.score as s
where (cast($year as integer) is null or s.year = cast($year as integer))
    and ($unit = 'VN' or s.unit_code = $unit or s.district_code = $unit or s.province_code = $unit)
    and (cast($is_everything as boolean) or list_contains($communes, s.unit_code))
order by s.year, s.unit_code, s.rubric
