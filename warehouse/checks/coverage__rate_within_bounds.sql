-- A rate outside 0 to 100 or a recognised figure above its denominator: must be none.
select cast(null as varchar) as submission_id, unit_code, year, title, rate_pct
from mart.coverage
where (rate_pct < 0 or (rate_pct > 100 and denominator = 'all'))
    and (level = 'country' or province_code in (select province_code from touched))
