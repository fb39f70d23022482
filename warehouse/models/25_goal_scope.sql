-- temp scope_unit: the units and years to be made anew: the touched ones and those above them.
create or replace temp table scope_unit as
select y.*
from mart.unit_year as y
where y.level = 'country'
    or (y.level = 'province' and y.province_code in (select province_code from touched))
    or y.province_code in (select province_code from renewed_province)
    or (y.code, y.valid_from) in (select (code, valid_from) from touched_unit)
    or (
        y.level = 'district'
        and y.code in (
            select u.district_code
            from place.unit as u
            inner join touched_unit as t on t.code = u.code and t.valid_from = u.valid_from
        )
    );
