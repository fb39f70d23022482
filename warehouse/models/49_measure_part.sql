-- temp measure_part: sums of the measures by district, and of each commune in scope_unit; the titles of communes by rank.
create or replace temp table measure_part as
with asked as (
    select distinct code, valid_from from scope_unit where level = 'commune'
),
counted as (
    -- Whether a commune with a rank is recognised is for the goal of each place to say: below.
    select
        a.code, a.valid_from, m.level, m.district_code, m.province_code, m.year, m.period, m.title, m.rank_counted,
        m.total, m.registered, m.assessed,
        case when m.title = 'cong_dong_xa' then cast(0 as bigint) else m.recognised end as recognised
    from commune_measure as m
    left join asked as a on m.level = 'commune' and a.code = m.unit_code and a.valid_from = m.unit_valid_from
)
select
    code, valid_from, level, district_code, province_code, year, period, title, rank_counted,
    sum(total) filter (where total is not null and recognised is not null) as total_of_all,
    sum(recognised) filter (where total is not null and recognised is not null) as recognised_of_all,
    sum(registered) filter (where total is not null and recognised is not null) as registered_of_all,
    sum(assessed) filter (where total is not null and recognised is not null) as assessed_of_all,
    count(*) filter (where level = 'commune' and total is not null and recognised is not null) as units_of_all,
    sum(registered) filter (where registered is not null and recognised is not null) as registered_of_registered,
    sum(recognised) filter (where registered is not null and recognised is not null) as recognised_of_registered,
    sum(total) filter (where registered is not null and recognised is not null) as total_of_registered,
    sum(assessed) filter (where registered is not null and recognised is not null) as assessed_of_registered,
    count(*) filter (where level = 'commune' and registered is not null and recognised is not null) as units_of_registered,
    sum(registered) as registered_any,
    sum(total) as total_any,
    sum(recognised) as recognised_any,
    max(total) filter (where level = 'commune') as largest_total,
    max(registered) filter (where level = 'commune') as largest_registered
from counted
group by code, valid_from, level, district_code, province_code, year, period, title, rank_counted;
