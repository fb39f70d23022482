-- temp scope_unit: the units and years to be made anew: the touched ones and those above them.
create or replace temp table scope_unit as
select y.*
from mart.unit_year as y
where y.level = 'country'
    or (y.level = 'province' and y.province_code in (select province_code from touched))
    or y.province_code in (select province_code from renewed_province)
    or y.code in (select code from touched_code)
    -- A report on ended communes tells of the one that began there, too, and the other way round.
    or y.code in (select from_code from ground_link union select to_code from ground_link)
    or (
        y.level = 'district'
        and y.code in (select district_code from place.unit where code in (select code from touched_code))
    );
