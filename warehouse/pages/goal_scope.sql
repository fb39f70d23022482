-- scope_unit: the units and the years of which the goals are asked.
create or replace temp table scope_unit as
with asked as (
    -- The lists of places begin later than the first goals: for the years before, the first list stands.
    select y.year, greatest(make_date(y.year, 12, 31), l.first_day) as day
    from (select unnest(cast($years as integer[])) as year) as y
    cross join (select min(valid_from) as first_day from place.unit) as l
)
select
    y.year, u.code, u.valid_from, u.name, u.level, u.parent_code, u.district_code, u.province_code, true as is_expected
from asked as y
inner join place.unit as u
    on (
        (cast($level as varchar) is null and u.code = $unit)
        or (
            u.level = cast($level as varchar)
            and ($unit = 'VN' or u.code = $unit or u.district_code = $unit or u.province_code = $unit)
        )
    )
    and u.valid_from <= y.day
    and (u.valid_to is null or u.valid_to >= y.day)
inner join seen_unit as v on v.code = u.code and v.valid_from = u.valid_from
