-- One row a unit, year, period and title that counts now, with the submission it came in; asked by the intake.
select
    f.unit_code, f.unit_valid_from, f.year, f.period, f.title, f.total, f.registered, f.assessed, f.recognised,
    f.recognised_new, f.recognised_again, f.cumulative, $title_form as form, s.channel, s.submission_id, s.received_at
from mart.title_fact as f
inner join meta.submission as s on s.submission_id = f.submission_id
where f.unit_code in (select unnest($units)) and f.year in (select unnest($years))
    and (
        cast($is_everything as boolean)
        or list_contains(cast($communes as varchar[]), concat(f.unit_code, '@', cast(f.unit_valid_from as varchar)))
    )
order by f.unit_code, f.unit_valid_from, f.year, f.period, f.title
