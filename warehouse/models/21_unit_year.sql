-- mart.unit_year: one row a unit and a year of which its province has data; expected = in force on 31 December.
create or replace temp table unit_year_wanted as
with in_force as (
    select d.year, u.code, u.valid_from, u.name, u.level, u.parent_code, u.district_code, u.province_code, true as is_expected
    from data_year as d
    inner join place.unit as u on u.province_code = d.province_code
    where u.valid_from <= make_date(d.year, 12, 31)
        and (u.valid_to is null or u.valid_to >= make_date(d.year, 12, 31))
),
reporting as (
    select year, unit_code, unit_valid_from from mart.title_fact
    where province_code in (select province_code from touched)
    union
    select year, unit_code, unit_valid_from from scored.subject_score
    where province_code in (select province_code from touched)
),
added_up as (
    -- An ended commune is added up in its district, which may have ended with it.
    select year, unit_code as code, unit_valid_from as valid_from from reporting
    union
    select r.year, d.code, d.valid_from
    from reporting as r
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
    left join in_force as f on f.year = a.year and f.code = u.code and u.level <> 'commune'
    where u.valid_to < make_date(a.year, 12, 31) and f.code is null
),
years as (
    select year from data_year
    union
    select year from mart.unit_year
    where level <> 'country' and province_code not in (select province_code from touched)
)
select * from in_force
union all
select * from ended_within
union all
select y.year, u.code, u.valid_from, u.name, u.level, u.parent_code, u.district_code, u.province_code, true as is_expected
from years as y
inner join place.unit as u on u.level = 'country';

-- Most publishes change nothing here: only what differs is written, so that its blocks need not be.
create or replace temp table unit_year_standing as
select year, code, valid_from, name, level, parent_code, district_code, province_code, is_expected from mart.unit_year
where level = 'country' or province_code in (select province_code from touched);

delete from mart.unit_year
where (year, code, valid_from, is_expected) in (
    select (year, code, valid_from, is_expected)
    from (select * from unit_year_standing except select * from unit_year_wanted) as stale
);

insert into mart.unit_year by name
select * from unit_year_wanted
except
select * from unit_year_standing;
