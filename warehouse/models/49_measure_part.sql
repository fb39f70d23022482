-- temp measure_part: sums of the measures by district, and of each commune in scope_unit; the titles of communes by rank.
create or replace temp table measure_part as
with asked as (
    select distinct code, valid_from from scope_unit where level = 'commune'
),
counted as (
    select a.code, a.valid_from, m.*
    from commune_measure as m
    left join asked as a on m.level = 'commune' and a.code = m.unit_code and a.valid_from = m.unit_valid_from
)
select
    code, valid_from, level, district_code, province_code, year, period, title, rank_counted,
    sum(total) filter (where total is not null and recognised is not null) as total_of_all,
    sum(recognised) filter (where total is not null and recognised is not null) as recognised_of_all,
    sum(registered) filter (where total is not null and recognised is not null) as registered_of_all,
    sum(assessed) filter (where total is not null and recognised is not null) as assessed_of_all,
    count(*) filter (where is_of_all and is_own) as own_of_all,
    count(*) filter (where is_of_all and is_held) as held_of_all,
    sum(registered) filter (where registered is not null and recognised is not null) as registered_of_registered,
    sum(recognised) filter (where registered is not null and recognised is not null) as recognised_of_registered,
    sum(total) filter (where registered is not null and recognised is not null) as total_of_registered,
    sum(assessed) filter (where registered is not null and recognised is not null) as assessed_of_registered,
    count(*) filter (where is_of_registered and is_own) as own_of_registered,
    count(*) filter (where is_of_registered and is_held) as held_of_registered,
    sum(registered) as registered_any,
    sum(total) as total_any,
    sum(recognised) as recognised_any,
    max(total) filter (where level = 'commune') as largest_total,
    max(registered) filter (where level = 'commune') as largest_registered
from counted
group by code, valid_from, level, district_code, province_code, year, period, title, rank_counted;
