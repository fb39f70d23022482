-- A province's families, clans, ... must equal the sum over its districts and the communes without one, where all have a rate.
with provinces as (
    select province_code, year, title, total, recognised from mart.coverage
    where level = 'province' and province_code in (select province_code from touched) and title <> 'cong_dong_xa'
        and denominator = 'all' and period = 'nam' and rate_pct is not null
),
parts as (
    select
        province_code, year, title,
        cast(sum(total) filter (where rate_pct is not null) as bigint) as total,
        cast(sum(recognised) filter (where rate_pct is not null) as bigint) as recognised,
        count(*) filter (where level = 'district') as districts,
        count(*) filter (where denominator <> 'all') as others
    from mart.coverage
    where (level = 'district' or (level = 'commune' and district_code is null))
        and province_code in (select province_code from touched) and title <> 'cong_dong_xa' and period = 'nam'
    group by province_code, year, title
)
select cast(null as varchar) as submission_id, p.province_code, p.year, p.title, p.total, d.total as district_total
from provinces as p
inner join parts as d on d.province_code = p.province_code and d.year = p.year and d.title = p.title
where d.districts > 0 and d.others = 0
    and (p.total is distinct from d.total or p.recognised is distinct from d.recognised)
