-- One row a unit and validity: what `query units` prints.
select u.code, u.name, u.level, u.parent_code, u.valid_from, u.valid_to
from place.unit as u
inner join seen_unit as v on v.code = u.code and v.valid_from = u.valid_from
where (
        cast($year as integer) is null
        or (
            u.valid_from <= make_date(cast($year as integer), 12, 31)
            and (u.valid_to is null or u.valid_to >= make_date(cast($year as integer), 12, 31))
        )
    )
    and (
        (cast($level as varchar) is null and u.code = $unit)
        or (
            u.level = cast($level as varchar)
            and ($unit = 'VN' or u.code = $unit or u.district_code = $unit or u.province_code = $unit)
        )
    )
order by u.code, u.valid_from
