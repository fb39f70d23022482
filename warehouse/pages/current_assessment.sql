-- Rows of staged.assessment that count now, of some units and years; asked by the intake to see what is unchanged.
with counting as (
    select distinct unit_code, unit_valid_from, year, event_id
    from staged.counting_score
    where unit_code in (select unnest($units)) and year in (select unnest($years))
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(unit_code, '@', cast(unit_valid_from as varchar)))
        )
),
final as (
    select w.*
    from staged.assessment as w
    inner join counting as c
        on c.unit_code = w.unit_code and c.unit_valid_from = w.unit_valid_from and c.year = w.year
        and c.event_id = w.event_id
)
select * from final
