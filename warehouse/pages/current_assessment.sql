-- One row of staged.assessment that counts now, of some units and years; asked by the intake to see what is unchanged.
with sources as (
    select unit_code, unit_valid_from, year, event_id from staged.criterion_score
    union all
    select unit_code, unit_valid_from, year, event_id from staged.assessment
),
newest as (
    select unit_code, unit_valid_from, year, max(event_id) as event_id
    from sources
    where unit_code in (select unnest($units)) and year in (select unnest($years))
    group by unit_code, unit_valid_from, year
),
final as (
    select w.*
    from staged.assessment as w
    inner join newest as n
        on n.unit_code = w.unit_code and n.unit_valid_from = w.unit_valid_from and n.year = w.year
        and n.event_id = w.event_id
)
select * from final
