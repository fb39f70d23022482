-- temp closing: the periods; temp expected_units: how many communes ought to report.
-- Each year, and of its parts those that anything was reported for.
create or replace temp view closing as
select year, period, closing_date(year, period) as closing_date
from (
    select year, period from mart.country_part
    union
    select year, 'nam' as period from scope_unit where level = 'country'
) as periods;

create or replace temp view expected_units as
with in_force as (
    select c.year, c.period, u.district_code, u.province_code, count(*) as communes
    from closing as c
    inner join place.unit as u
        on u.valid_from <= c.closing_date and (u.valid_to is null or u.valid_to >= c.closing_date)
    where u.level = 'commune' and u.province_code in (select province_code from touched)
    group by c.year, c.period, u.district_code, u.province_code
),
spans as (
    -- Communes elsewhere are only counted for the country.
    select valid_from, valid_to, count(*) as communes
    from place.unit
    where level = 'commune'
    group by valid_from, valid_to
),
placed as (
    select 'district' as level, district_code as code, year, period, communes from in_force
    union all
    select 'province', province_code, year, period, communes from in_force
    union all
    select 'country', 'VN', c.year, c.period, s.communes
    from closing as c
    inner join spans as s on s.valid_from <= c.closing_date and (s.valid_to is null or s.valid_to >= c.closing_date)
),
ended as (
    -- In a district that ended within the year: the communes of its last day.
    select s.code, s.valid_from, s.year, count(*) as communes
    from scope_unit as s
    inner join place.unit as d on d.code = s.code and d.valid_from = s.valid_from
    inner join place.unit as u
        on u.level = 'commune' and u.district_code = s.code and d.valid_to between u.valid_from and u.valid_to
    where s.level = 'district' and not s.is_expected
    group by s.code, s.valid_from, s.year
),
counted as (
    select s.code, s.valid_from, s.year, p.period, p.communes
    from scope_unit as s
    inner join placed as p on p.level = s.level and p.code = s.code and p.year = s.year
    where s.is_expected
    union all
    select s.code, s.valid_from, s.year, c.period, 1
    from scope_unit as s
    inner join closing as c on c.year = s.year
    where s.level = 'commune'
    union all
    select e.code, e.valid_from, e.year, c.period, e.communes
    from ended as e
    inner join closing as c on c.year = e.year
)
select code, valid_from, year, period, cast(sum(communes) as bigint) as units_expected
from counted
group by code, valid_from, year, period;
