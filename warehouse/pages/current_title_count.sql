-- One row a title count that counts now, of some units and years; asked by the intake to see what is unchanged.
with wanted as (
    select *
    from staged.title_count
    where unit_code in (select unnest($units)) and year in (select unnest($years))
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(unit_code, '@', cast(unit_valid_from as varchar)))
        )
),
newest as (
    select unit_code, unit_valid_from, year, period, title, max(event_id) as event_id
    from wanted
    group by unit_code, unit_valid_from, year, period, title
),
final as (
    select w.*
    from wanted as w
    inner join newest as n
        on n.unit_code = w.unit_code and n.unit_valid_from = w.unit_valid_from and n.year = w.year
        and n.period = w.period and n.title = w.title and n.event_id = w.event_id
)
select * from final
