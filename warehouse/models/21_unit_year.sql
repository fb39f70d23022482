-- mart.unit_year: one row a unit and a year of which its province has data; expected = in force on 31 December.
-- when: steps/has_new_unit_years
-- Rows are only ever added: facts stay, and other places start an empty snapshot.
create or replace temp view unit_year_wanted as
with in_force as (
    select d.year, u.code, u.valid_from, u.name, u.level, u.parent_code, u.district_code, u.province_code, true as is_expected
    from new_year as d
    inner join place.unit as u on u.province_code = d.province_code
    where u.valid_from <= make_date(d.year, 12, 31)
        and (u.valid_to is null or u.valid_to >= make_date(d.year, 12, 31))
),
added_up as (
    -- An ended commune is added up in its district, which may have ended with it.
    select year, unit_code as code, unit_valid_from as valid_from from reporting_unit
    union
    select r.year, d.code, d.valid_from
    from reporting_unit as r
    inner join place.unit as u on u.code = r.unit_code and u.valid_from = r.unit_valid_from
    inner join place.unit as d
        on d.level = 'district' and d.code = u.district_code
        and d.valid_from <= u.valid_to and (d.valid_to is null or d.valid_to >= u.valid_to)
),
ended_within as (
    -- Figures are placed by code: a district that goes on under its code must stand here once.
    select a.year, u.code, u.valid_from, u.name, u.level, u.parent_code, u.district_code, u.province_code, false as is_expected
    from added_up as a
    inner join place.unit as u on u.code = a.code and u.valid_from = a.valid_from
    left join place.unit as f
        on f.code = a.code and f.level <> 'commune'
        and f.valid_from <= make_date(a.year, 12, 31)
        and (f.valid_to is null or f.valid_to >= make_date(a.year, 12, 31))
    where u.valid_to < make_date(a.year, 12, 31) and f.code is null
)
select * from in_force
union all
select * from ended_within
union all
select y.year, u.code, u.valid_from, u.name, u.level, u.parent_code, u.district_code, u.province_code, true as is_expected
from (select distinct year from new_year) as y
inner join place.unit as u on u.level = 'country';

insert into mart.unit_year by name
select w.*
from unit_year_wanted as w
left join mart.unit_year as s on s.year = w.year and s.code = w.code and s.valid_from = w.valid_from
where s.code is null;
