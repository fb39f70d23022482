-- temp scope_unit: the units and years to be made anew: the touched ones and those above them.
create or replace temp table scope_unit as
with neighbour as (
    -- A report on an ended commune tells of the one that began there and of the others that it was made of; and the
    -- other way round.
    select c.from_code as code
    from place.change as c
    inner join ground_link as l on l.to_code = c.to_code and l.to_valid_from = c.to_valid_from
    where c.to_valid_from = c.effective_date
    union
    select c.to_code
    from place.change as c
    inner join ground_link as l on l.from_code = c.from_code and l.from_valid_from = c.from_valid_from
    where c.to_valid_from = c.effective_date
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
