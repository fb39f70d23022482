-- One row a year and result: how many communes have it, beside those expected that reported and those expected.
with counted as (
    -- As for the title of communes: the rank reported while ours is not checked; points of its own give no result.
    select
        s.year,
        case
            when s.basis = 'self' and s.reason_key = 'no_points' and s.total_reported is null then 'none'
            when s.basis = 'self' then 'self'
            when (s.rubric is null or s.confidence = 'unverified') and s.rank_reported is not null then s.rank_reported
            else coalesce(s.rank, 'none')
        end as result,
        u.valid_from <= make_date(s.year, 12, 31) and coalesce(u.valid_to, date '9999-12-31') >= make_date(s.year, 12, 31)
            as is_expected,
        concat(s.unit_code, '@', cast(s.unit_valid_from as varchar)) as unit
    from mart.score as s
    inner join place.unit as u on u.code = s.unit_code and u.valid_from = s.unit_valid_from
    where ($unit = 'VN' or s.unit_code = $unit or s.district_code = $unit or s.province_code = $unit)
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(s.unit_code, '@', cast(s.unit_valid_from as varchar)))
        )
),
asked as (
    select year, count(distinct unit) filter (where is_expected) as units_reported
    from counted
    group by year
),
expected as (
    select a.year, a.units_reported, count(u.code) as units_expected
    from asked as a
    left join place.unit as u
        on u.level = 'commune' and u.valid_from <= make_date(a.year, 12, 31)
        and (u.valid_to is null or u.valid_to >= make_date(a.year, 12, 31))
        and ($unit = 'VN' or u.code = $unit or u.district_code = $unit or u.province_code = $unit)
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(u.code, '@', cast(u.valid_from as varchar)))
        )
    group by a.year, a.units_reported
)
select c.year, c.result, count(distinct c.unit) as units, e.units_reported, e.units_expected
from counted as c
inner join expected as e on e.year = c.year
group by c.year, c.result, e.units_reported, e.units_expected
order by c.year, c.result
