-- One row a reported row and measure of a unit's own figures of a title: its sheet, row and columns, and the submission.
with wanted as (
    select *
    from staged.title_count
    where unit_code = $unit and year = $year and period = 'nam' and title = $title
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(unit_code, '@', cast(unit_valid_from as varchar)))
        )
),
newest as (
    select unit_valid_from, max(event_id) as event_id
    from wanted
    group by unit_valid_from
),
counting as (
    select w.*
    from wanted as w
    inner join newest as n on n.unit_valid_from = w.unit_valid_from and n.event_id = w.event_id
),
measure as (
    -- A measure stands in its own column; recognised may stand as marks, or as two columns that are added.
    select *
    from (values
        ('total', 'total', 1), ('registered', 'registered', 2), ('assessed', 'assessed', 3), ('recognised', 'recognised', 4),
        ('recognised_new', 'recognised_new', 5), ('recognised_again', 'recognised_again', 6), ('cumulative', 'cumulative', 7),
        ('recognised', 'met', 8), ('recognised', 'recognised_new', 9), ('recognised', 'recognised_again', 9)
    ) as m (measure, stands_as, place)
),
figure as (
    select
        c.submission_id, c.sheet, c.row, c.unit_code, c.village_name, m.measure, m.place,
        case m.measure
            when 'total' then c.total when 'registered' then c.registered when 'assessed' then c.assessed
            when 'recognised' then c.recognised when 'recognised_new' then c.recognised_new
            when 'recognised_again' then c.recognised_again else c.cumulative
        end as value
    from counting as c
    inner join measure as m on m.measure = m.stands_as
),
mapped as (
    select distinct t.submission_id, t.sheet, m.measure, m.place, t.column_letter
    from meta.table_map as t
    inner join measure as m on split_part(t.column_key, '.', 2) = m.stands_as
    where split_part(split_part(t.column_key, '.', 1), '@', 1) = $title
),
best as (
    select submission_id, sheet, measure, min(place) as place
    from mapped
    group by submission_id, sheet, measure
),
standing as (
    -- Several columns of one measure are added: units by who manages them, the new and the again.
    select m.submission_id, m.sheet, m.measure, list(m.column_letter) as column_letters
    from mapped as m
    inner join best as b
        on b.submission_id = m.submission_id and b.sheet = m.sheet and b.measure = m.measure and b.place = m.place
    group by m.submission_id, m.sheet, m.measure
)
select
    f.unit_code, f.measure, f.village_name, f.value, f.sheet, f.row, s.column_letters, f.submission_id as submission, o.file_name as file,
    o.sha256, o.received_at, o.received_by
from figure as f
inner join meta.submission as o on o.submission_id = f.submission_id
left join standing as s on s.submission_id = f.submission_id and s.sheet = f.sheet and s.measure = f.measure
where f.value is not null
order by f.sheet, f.row, f.place
