-- scope_unit: the units and the years of which the goals are asked.
create or replace temp table scope_unit as
select
    y.year, u.code, u.valid_from, u.name, u.level, u.parent_code, u.district_code, u.province_code, true as is_expected
from (select unnest(cast($years as integer[])) as year) as y
inner join place.unit as u
    on (
        (cast($level as varchar) is null and u.code = $unit)
        or (
            u.level = cast($level as varchar)
            and ($unit = 'VN' or u.code = $unit or u.district_code = $unit or u.province_code = $unit)
        )
    )
    and u.valid_from <= make_date(y.year, 12, 31)
    and (u.valid_to is null or u.valid_to >= make_date(y.year, 12, 31))
inner join seen_unit as v on v.code = u.code and v.valid_from = u.valid_from
