-- temp rollup_missing: what the unreported would add to districts and provinces; a commune's own rate misses nothing.
create or replace temp view rollup_missing as
with placed as (
    select y.code as target_code, y.valid_from as target_valid_from, m.* from commune_missing as m
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
