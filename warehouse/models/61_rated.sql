-- temp rated: the same rows with rate, denominator, and the bounds that missing reports leave: of a part of a year none.
create or replace temp view rated as
with divided as (
    select
        *,
        case
            when is_by_registered then registered
            when title = 'cong_dong_xa' then total
            else total_of_all
        end as divisor,
        case
            when is_by_registered then coalesce(missing_registered, 0)
            else coalesce(missing_total, 0)
        end as missing_known,
        case
            when level = 'country' then units_expected - units_reported
            when is_by_registered then coalesce(unknown_registered, 0)
            else coalesce(unknown_total, 0)
        end as missing_unknown,
        -- A unit of which nothing was ever reported is taken to be as large as the largest that reports.
        case when is_by_registered then largest_registered else largest_total end as largest,
        case
            when is_by_registered then recognised_of_registered
            else recognised_of_all
        end as numerator
    from figured
),
bounded as (
    select
        *,
        missing_known + case when missing_unknown = 0 then 0 else missing_unknown * largest end as missing_numerator
    from divided
),
widened as (
    select
        *,
        case
            when period <> 'nam' then null -- who is silent about a part of a year is not known
            when title = 'cong_dong_xa' then divisor
            else divisor + missing_numerator
        end as bound_divisor
    from bounded
)
select
    *,
    cast(case when divisor > 0 then 100.0 * numerator / divisor end as double) as rate_pct,
    cast(case when bound_divisor > 0 then 100.0 * numerator / bound_divisor end as double) as rate_low_pct,
    cast(case when bound_divisor > 0 then 100.0 * (numerator + missing_numerator) / bound_divisor end as double) as rate_high_pct
from widened;
