-- temp scope_unit: the units and years to be made anew: the touched ones and those above them.
create or replace temp table scope_unit as
with neighbour as (
    -- A report on an ended commune tells of the one that began there; and the other way round.
    select from_code as code from ground_link
    union
    select to_code from ground_link
)
select y.*
from mart.unit_year as y
where y.level = 'country'
    or (y.level = 'province' and y.province_code in (select province_code from touched))
    or y.province_code in (select province_code from renewed_province)
    or y.code in (select code from touched_code)
    -- Measures are made of the touched provinces only, and ground is never carried into another one.
    or (y.province_code in (select province_code from touched) and y.code in (select code from neighbour))
    or (
        y.level = 'district'
        and y.code in (select district_code from place.unit where code in (select code from touched_code))
    );
