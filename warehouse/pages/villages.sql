-- One row a village and title: the detail of the counts that count now for one commune and year.
with told as (
    select *
    from staged.title_count
    where unit_code = $unit and year = $year and period = 'nam'
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(unit_code, '@', cast(unit_valid_from as varchar)))
        )
),
newest as (
    select unit_valid_from, title, max(event_id) as event_id from told group by unit_valid_from, title
)
select
    t.unit_code, t.year, t.title, t.village_key, min(t.village_name) as village_name,
    cast(sum(t.total) as bigint) as total, cast(sum(t.registered) as bigint) as registered,
    cast(sum(t.assessed) as bigint) as assessed, cast(sum(t.recognised) as bigint) as recognised
from told as t
inner join newest as n on n.unit_valid_from = t.unit_valid_from and n.title = t.title and n.event_id = t.event_id
where t.village_key is not null
group by t.unit_code, t.year, t.title, t.village_key
order by t.village_key, t.title
