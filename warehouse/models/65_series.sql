-- temp series: the same rows beside the first year and the year before of their own series.
create or replace temp view series as
with rates as materialized (select * from rated),
first_rates as (
    -- Rates of another kind of denominator are another series.
    select
        level, code, valid_from, period, title, denominator,
        min(year) as first_year, arg_min(rate_pct, year) as first_rate_pct
    from rates
    where rate_pct is not null
    group by level, code, valid_from, period, title, denominator
)
select
    r.*, f.first_year, f.first_rate_pct, b.rate_pct as previous_rate_pct, b.rate_low_pct as previous_rate_low_pct,
    b.units_expected - b.units_reported as previous_units_missing,
    coalesce(r.missing_unknown, 0) > 0 or coalesce(r.missing_numerator, 0) > 0 as is_bounded
from rates as r
left join first_rates as f
    on f.level = r.level and f.code = r.code and f.valid_from = r.valid_from
    and f.period = r.period and f.title = r.title and f.denominator = r.denominator
left join rates as b
    on b.level = r.level and b.code = r.code and b.valid_from = r.valid_from
    and b.period = r.period and b.title = r.title and b.denominator = r.denominator
    and b.year = r.year - 1;
