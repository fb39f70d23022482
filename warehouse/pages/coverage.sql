-- One row a unit, year and title: what `query coverage` prints and the overview shows.
select
    c.unit_code, c.unit_name, c.level, c.year, c.period, c.title, c.total, c.registered, c.assessed, c.recognised,
    c.denominator, c.rate_pct, c.goal_pct, c.goal_year, c.goal_document, c.gap_pct, c.gap_count, c.status,
    c.units_reported, c.units_expected, c.estimated,
    c.rate_low_pct, c.rate_high_pct, c.previous_rate_pct, c.previous_units_missing, c.first_year, c.goal_confidence, c.goal_note, c.goal_kind, c.next_goal_pct,
    c.next_goal_year, c.next_document, c.area_class, c.is_area_known, c.other_area_class, c.other_area_goal_pct, c.other_area_goal_year,
    c.other_area_document, c.parent_code, c.unit_valid_from
from mart.coverage as c
where (cast($year as integer) is null or c.year = cast($year as integer))
    and c.period = $period
    and (cast($title as varchar) is null or c.title = cast($title as varchar))
    and (
        (cast($level as varchar) is null and c.unit_code = $unit)
        or (
            c.level = cast($level as varchar)
            and ($unit = 'VN' or c.unit_code = $unit or c.district_code = $unit or c.province_code = $unit)
        )
    )
    and (
        cast($is_everything as boolean)
        or (
            c.level = 'commune'
            and list_contains(cast($communes as varchar[]), concat(c.unit_code, '@', cast(c.unit_valid_from as varchar)))
        )
    )
order by c.year, c.unit_code, c.title
