-- temp commune_missing: one row a commune, year and title of which a figure is missing, with what was known of it before.
create or replace temp table commune_missing as
with measured as (
    select unit_code, unit_valid_from, year, title, total, registered, is_of_all, is_of_registered
    from commune_measure
    where period = 'nam' and level = 'commune'
),
expected as (
    select y.code, y.valid_from, y.year, y.district_code, y.province_code, y.province_code as reports_to
    from mart.unit_year as y
    where y.level = 'commune' and y.is_expected and y.province_code in (select province_code from touched)
    union all
    -- In a district that ended within the year the communes of its last day are expected.
    select u.code, u.valid_from, s.year, s.code, null, s.province_code
    from scope_unit as s
    inner join place.unit as d on d.code = s.code and d.valid_from = s.valid_from
    inner join place.unit as u
        on u.level = 'commune' and u.district_code = s.code and d.valid_to between u.valid_from and u.valid_to
    where s.level = 'district' and not s.is_expected
),
silent as (
    select
        e.* exclude (reports_to), t.title, coalesce(bool_or(m.is_of_all), false) as is_of_all,
        coalesce(bool_or(m.is_of_registered), false) as is_of_registered
    from expected as e
    inner join scope_title as t
        on t.first_year <= e.year and (t.province_code is null or t.province_code = e.reports_to)
    left join measured as m
        on m.unit_code = e.code and m.unit_valid_from = e.valid_from and m.year = e.year and m.title = t.title
    group by e.code, e.valid_from, e.year, e.district_code, e.province_code, t.title
    having not (coalesce(bool_or(m.is_of_all), false) and coalesce(bool_or(m.is_of_registered), false))
),
parts as (
    -- Where some of the communes that made it up reported, only the others are missing; each of them once.
    select
        p.part_code as code, p.part_valid_from as valid_from, s.year, min(s.district_code) as district_code,
        s.province_code, s.title, any_value(p.is_of_all) as is_of_all, any_value(p.is_of_registered) as is_of_registered
    from silent as s
    inner join ground_part as p
        on p.code = s.code and p.valid_from = s.valid_from and p.year = s.year and p.title = s.title
        and p.period = 'nam' and p.part_province_code = s.province_code
    where s.title <> 'cong_dong_xa'
    group by p.part_code, p.part_valid_from, s.year, s.province_code, s.title
),
missing as (
    select * from parts where not (is_of_all and is_of_registered)
    union all by name
    select s.*
    from silent as s
    left join (select distinct code, valid_from, year, period, title, part_province_code from ground_part) as p
        on p.code = s.code and p.valid_from = s.valid_from and p.year = s.year and p.title = s.title
        and p.period = 'nam' and p.part_province_code = s.province_code and s.title <> 'cong_dong_xa'
    where p.code is null
)
select
    e.code, e.valid_from, e.year, e.district_code, e.province_code, e.title,
    not e.is_of_all as is_total_missing, not e.is_of_registered as is_registered_missing,
    case
        when e.title = 'cong_dong_xa' then 1
        else arg_max(m.total, case when m.is_of_all then m.year end)
    end as total_known,
    arg_max(m.registered, case when m.is_of_registered then m.year end) as registered_known
from missing as e
left join measured as m
    on m.unit_code = e.code and m.unit_valid_from = e.valid_from and m.title = e.title and m.year < e.year
group by e.code, e.valid_from, e.year, e.district_code, e.province_code, e.title, e.is_of_all, e.is_of_registered;
