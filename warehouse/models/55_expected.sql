-- temp rollup_missing: what the unreported would add; temp expected_units: how many communes ought to report.
create or replace temp view rollup_missing as
with placed as (
    select code as target_code, valid_from as target_valid_from, * from commune_missing
    where (code, valid_from) in (select (code, valid_from) from scope_unit)
    union all
    select y.code, y.valid_from, m.* from commune_missing as m
    inner join scope_unit as y on y.level = 'district' and y.code = m.district_code and y.year = m.year
    union all
    select y.code, y.valid_from, m.* from commune_missing as m
    inner join scope_unit as y on y.level = 'province' and y.code = m.province_code and y.year = m.year
)
select
    target_code as code, target_valid_from as valid_from, year, title,
    cast(coalesce(sum(total_known) filter (where is_total_missing), 0) as bigint) as missing_total,
    cast(count(*) filter (where is_total_missing and total_known is null) as bigint) as unknown_total,
    cast(coalesce(sum(registered_known) filter (where is_registered_missing), 0) as bigint) as missing_registered,
    cast(count(*) filter (where is_registered_missing and registered_known is null) as bigint) as unknown_registered
from placed
group by target_code, target_valid_from, year, title;

create or replace temp view expected_units as
with communes as (
    select year, code, district_code, province_code from mart.unit_year
    where level = 'commune' and is_expected and province_code in (select province_code from touched)
)
select 'commune' as level, code, year, cast(1 as bigint) as units_expected from communes
union all
select 'district', district_code, year, count(*) from communes where district_code is not null group by district_code, year
union all
select 'province', province_code, year, count(*) from communes group by province_code, year
union all
select
    'country', 'VN', y.year,
    count(*) filter (where u.valid_from <= y.closing_date and (u.valid_to is null or u.valid_to >= y.closing_date))
from (select year, make_date(year, 12, 31) as closing_date from scope_unit where level = 'country') as y
cross join (select valid_from, valid_to from place.unit where level = 'commune') as u
group by y.year;
