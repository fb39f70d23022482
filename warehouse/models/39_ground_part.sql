-- temp ground_part: communes in force on a period's last day whose ground others of that year reported, with all of these
-- others; temp ground_held: those whose whole ground was reported so.
create or replace temp table ground_part as
with outside as (
    select * from own_measure where is_outside
),
links as (
    select
        from_code as code, from_valid_from as valid_from, to_code as part_code, to_valid_from as part_valid_from,
        effective_date, is_partial
    from place.change
    where to_valid_from = effective_date
    union all
    select to_code, to_valid_from, from_code, from_valid_from, effective_date, is_partial
    from place.change
    where to_valid_from = effective_date
),
reported as (
    select distinct o.year, o.period, o.title, l.part_code as code, l.part_valid_from as valid_from
    from outside as o
    inner join links as l
        on l.code = o.unit_code and l.valid_from = o.unit_valid_from and year(l.effective_date) = o.year
)
select
    r.year, r.period, r.title, r.code, r.valid_from, u.district_code, u.province_code,
    l.part_code, l.part_valid_from, p.province_code as part_province_code, l.is_partial,
    coalesce(o.is_of_all, false) as is_of_all, coalesce(o.is_of_registered, false) as is_of_registered, o.rank_counted
from reported as r
inner join place.unit as u on u.code = r.code and u.valid_from = r.valid_from
inner join links as l on l.code = r.code and l.valid_from = r.valid_from and year(l.effective_date) = r.year
inner join place.unit as p
    on p.code = l.part_code and p.valid_from = l.part_valid_from
    and (p.valid_to is null or p.valid_to >= make_date(r.year, 1, 1))
left join outside as o
    on o.unit_code = l.part_code and o.unit_valid_from = l.part_valid_from
    and o.year = r.year and o.period = r.period and o.title = r.title;

create or replace temp view ground_held as
with whole as (
    select
        year, period, title, code, valid_from, province_code, min(part_province_code) as part_province_code, any_value(district_code) as district_code,
        bool_and(is_of_all) as is_of_all, bool_and(is_of_registered) as is_of_registered, min(rank_counted) as rank_counted,
        count(*) = 1 and not bool_or(is_partial) as is_same_ground
    from ground_part
    group by year, period, title, code, valid_from, province_code
    having count(distinct part_province_code) = 1
)
-- Ranks cannot be added: a commune under another name keeps its rank, one made of several has none.
select
    -- Figures of a province that ended are the country's alone, and so is the commune whose ground they tell of.
    case when part_province_code = province_code then code end as code, valid_from, year, period, title,
    part_province_code as province_code, district_code, is_of_all, is_of_registered, rank_counted
from whole
where (is_of_all or is_of_registered) and (title <> 'cong_dong_xa' or is_same_ground);
