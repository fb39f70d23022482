-- seen_unit: the units that a scope sees: its communes, and what holds them while they stand; with everything, all.
create or replace temp table seen_unit as
with mine as (
    select u.code, u.valid_from, coalesce(u.valid_to, date '9999-12-31') as valid_to, u.district_code, u.province_code
    from place.unit as u
    where not cast($is_everything as boolean) and u.level = 'commune'
        and list_contains(cast($communes as varchar[]), concat(u.code, '@', cast(u.valid_from as varchar)))
)
select u.code, u.valid_from
from place.unit as u
where cast($is_everything as boolean)
union all
select m.code, m.valid_from
from mine as m
union all
select distinct u.code, u.valid_from
from place.unit as u
inner join mine as m
    on u.level <> 'commune' and (u.level = 'country' or u.code = m.district_code or u.code = m.province_code)
    and u.valid_from <= m.valid_to and coalesce(u.valid_to, date '9999-12-31') >= m.valid_from
