-- One row a reporting unit whose figures of a title count, of a unit and of what lies in it: what a sum is made of.
select
    f.unit_code, u.name as unit_name, f.level, f.district_code, f.title, f.year, f.total, f.registered, f.assessed, f.recognised,
    f.recognised_new, f.recognised_again, f.cumulative, f.village_count, f.submission_id as submission
from mart.title_fact as f
inner join place.unit as u on u.code = f.unit_code and u.valid_from = f.unit_valid_from
where f.year = $year and f.period = 'nam' and f.title = $title
    and ($unit = 'VN' or f.unit_code = $unit or f.district_code = $unit or f.province_code = $unit)
    and (
        cast($is_everything as boolean)
        or list_contains(cast($communes as varchar[]), concat(f.unit_code, '@', cast(f.unit_valid_from as varchar)))
    )
order by f.unit_code
