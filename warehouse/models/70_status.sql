-- mart.coverage, last step: the word of progress, from the series of the unit itself.
delete from mart.coverage as c
where exists (select 1 from scope_unit as s where s.code = c.unit_code and s.valid_from = c.unit_valid_from);

insert into mart.coverage by name
with lined as (
    -- Compared to six decimals: on the line or at the goal is not below it by a slip of binary fractions.
    select
        *,
        round(rate_pct, 6) as rate, round(rate_low_pct, 6) as rate_low, round(rate_high_pct, 6) as rate_high,
        round(previous_rate_pct, 6) as previous_rate, round(previous_rate_low_pct, 6) as previous_rate_low,
        case
            when goal_year > first_year and year <= goal_year
                then round(first_rate_pct + (goal_pct - first_rate_pct) * (year - first_year) / (goal_year - first_year), 6)
        end as line_pct
    from series
),
judged as (
    select
        *,
        case
            when rate_pct is null and recognised is null and registered_any is null then 'no_data'
            when goal_pct is null then 'no_goal'
            when goal_kind <> denominator then 'not_comparable'
            when rate_pct is null then 'no_data'
            when rate >= goal_pct then 'met'
            when year > goal_year then 'missed'
            -- Who was silent the year before may undo the fall: where all have reported now, the line decides then.
            when rate < previous_rate and (is_bounded or coalesce(rate < previous_rate_low, false)) then 'falling'
            when first_year = year then 'not_enough'
            when rate >= line_pct then 'on_track'
            else 'behind'
        end as plain_status
    from lined
)
select
    level, code as unit_code, valid_from as unit_valid_from, name as unit_name, parent_code, district_code, province_code,
    year, period, title, total, registered, assessed, recognised, denominator, rate_pct, rate_low_pct, rate_high_pct,
    previous_rate_pct, cast(greatest(previous_units_missing, 0) as bigint) as previous_units_missing, cast(first_year as integer) as first_year,
    cast(goal_pct as double) as goal_pct,
    case when goal_pct is not null then cast(goal_year as integer) end as goal_year,
    goal_document, goal_confidence, goal_programme, goal_note, goal_kind, cast(next_goal_pct as double) as next_goal_pct, cast(next_goal_year as integer) as next_goal_year, next_document,
    area_class, is_area_known, other_area_class, cast(other_area_goal_pct as double) as other_area_goal_pct,
    cast(other_area_goal_year as integer) as other_area_goal_year, other_area_document,
    cast(case when plain_status <> 'not_comparable' then rate_pct - goal_pct end as double) as gap_pct,
    cast(case when plain_status <> 'not_comparable' then numerator - ceil(round(cast(goal_pct as double) * divisor / 100.0, 6)) end as bigint) as gap_count,
    case
        when is_bounded and plain_status = 'met' and coalesce(rate_low >= goal_pct, false) = false then 'not_enough'
        when is_bounded and plain_status = 'missed' and coalesce(rate_high < goal_pct, false) = false then 'not_enough'
        when is_bounded and plain_status = 'behind'
            and coalesce(rate_high < coalesce(line_pct, goal_pct), false) = false then 'not_enough'
        when is_bounded and plain_status = 'on_track'
            and coalesce(rate_low >= line_pct, false) = false then 'not_enough'
        -- Who was silent the year before counts, too: at 0 % there and at 100 % here it must still be a fall.
        when plain_status = 'falling' and coalesce(rate_high < previous_rate_low, false) = false then 'not_enough'
        else plain_status
    end as status,
    units_reported, units_expected, false as estimated, is_expected
from judged
where is_expected or coalesce(total_any, recognised_any, registered_any) is not null;
