-- A province's families, clans, ... must equal the sum over its districts, where districts were in force.
with provinces as (
    select province_code, year, period, title, total, recognised from mart.coverage
    where level = 'province' and province_code in (select province_code from touched) and title <> 'cong_dong_xa' and denominator = 'all' and period = 'nam'
),
districts as (
    select
        province_code, year, period, title,
        cast(sum(total) as bigint) as total, cast(sum(recognised) as bigint) as recognised, count(*) as districts,
        count(*) filter (where denominator <> 'all') as others,
        count(*) filter (where rate_pct is null and recognised is not null) as unrated
    from mart.coverage
    where level = 'district' and province_code in (select province_code from touched) and title <> 'cong_dong_xa' and period = 'nam'
    group by province_code, year, period, title
)
select cast(null as varchar) as submission_id, p.province_code, p.year, p.title, p.total, d.total as district_total
from provinces as p
inner join districts as d
    on d.province_code = p.province_code and d.year = p.year and d.period = p.period and d.title = p.title
where d.others = 0 and d.unrated = 0 and (p.total <> d.total or p.recognised <> d.recognised)
