-- temp figured: one row a unit, year, period and title: the counts that its goal asks for.
create or replace temp view figured as
with placed as (
    select
        s.level, s.code, s.valid_from, s.name, s.parent_code, s.district_code, s.province_code, s.is_expected,
        s.year, p.period, g.title, g.area_class, g.goal_kind, g.goal_document, g.goal_confidence, g.goal_programme, g.goal_note,
        case when p.period = 'nam' then g.goal_pct end as goal_pct,
        g.goal_year, g.next_goal_pct, g.next_goal_year, g.next_document,
        g.is_area_known, g.other_area_class, g.other_area_goal_pct, g.other_area_goal_year, g.other_area_document,
        coalesce(e.units_expected, 0) as units_expected,
        r.total_of_all, r.recognised_of_all, r.registered_of_all, r.assessed_of_all, r.units_of_all,
        r.total_of_registered, r.recognised_of_registered, r.registered_of_registered, r.assessed_of_registered, r.units_of_registered,
        r.registered_any, r.total_any, r.recognised_any, r.largest_total, r.largest_registered, m.missing_total, m.unknown_total, m.missing_registered, m.unknown_registered,
        g.goal_kind = 'registered' and r.registered_of_registered is not null as is_by_registered
    from scope_unit as s
    inner join goal_match as g on g.code = s.code and g.valid_from = s.valid_from and g.year = s.year
    inner join closing as p on p.year = s.year
    left join expected_units as e on e.code = s.code and e.valid_from = s.valid_from and e.year = s.year and e.period = p.period
    left join rollup as r
        on r.code = s.code and r.valid_from = s.valid_from and r.year = s.year and r.period = p.period and r.title = g.title
    left join rollup_missing as m -- known of whole years only
        on m.code = s.code and m.valid_from = s.valid_from and m.year = s.year and m.title = g.title and p.period = 'nam'
),
chosen as (
    select
        *,
        case
            when title = 'cong_dong_xa' and total_of_all is not null then greatest(units_expected, total_of_all)
            when title = 'cong_dong_xa' then units_expected
            when is_by_registered then total_of_registered
            else coalesce(total_of_all, total_any)
        end as total,
        case when is_by_registered then registered_of_registered else coalesce(registered_of_all, registered_any) end as registered,
        case when is_by_registered then assessed_of_registered else assessed_of_all end as assessed,
        case
            when is_by_registered then recognised_of_registered
            else coalesce(recognised_of_all, recognised_any)
        end as recognised,
        case when is_by_registered then units_of_registered else coalesce(units_of_all, 0) end as units_reported,
        case when is_by_registered then 'registered' else 'all' end as denominator
    from placed
    where period = 'nam' or coalesce(total_any, recognised_any, registered_any) is not null
)
select * from chosen;
