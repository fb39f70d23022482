-- One row a figure of a commune's score that counts: points by criterion, totals and rank, with sheet, row and columns.
with counting as (
    select distinct unit_code, unit_valid_from, year, event_id
    from staged.counting_score
    where unit_code = $unit and year = $year
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(unit_code, '@', cast(unit_valid_from as varchar)))
        )
),
figure as (
    select
        p.submission_id, p.sheet, p.row, p.unit_code, p.criterion, p.basis as measure, p.column_key, p.points as value,
        cast(null as varchar) as word
    from staged.criterion_score as p
    inner join counting as c
        on c.unit_code = p.unit_code and c.unit_valid_from = p.unit_valid_from and c.year = p.year and c.event_id = p.event_id
    union all
    select
        a.submission_id, a.sheet, a.row, a.unit_code, cast(null as varchar), t.measure, t.column_key,
        case t.measure when 'total_self' then a.total_self when 'total_assessed' then a.total_assessed end,
        case t.measure when 'rank_reported' then a.rank_reported end
    from staged.assessment as a
    inner join counting as c
        on c.unit_code = a.unit_code and c.unit_valid_from = a.unit_valid_from and c.year = a.year and c.event_id = a.event_id
    cross join (
        values ('total_self', 'total'), ('total_assessed', 'total'), ('rank_reported', 'rank')
    ) as t (measure, column_key)
),
mapped as (
    select submission_id, sheet, column_key, list(distinct column_letter) as column_letters
    from meta.table_map
    group by submission_id, sheet, column_key
),
two_lines as (
    -- A commune on two lines, its own points and the assessed: its totals stand on one or the other.
    select distinct submission_id, sheet from meta.table_map where column_key = 'line'
)
select
    f.unit_code, f.criterion, f.measure, f.value, f.word, f.sheet, f.row, coalesce(m.column_letters, k.column_letters) as column_letters, f.submission_id as submission, o.file_name as file,
    o.sha256, o.received_at, o.received_by
from figure as f
inner join meta.submission as o on o.submission_id = f.submission_id
left join mapped as m on m.submission_id = f.submission_id and m.sheet = f.sheet and m.column_key = f.measure
left join two_lines as l on l.submission_id = f.submission_id and l.sheet = f.sheet
left join mapped as k
    on k.submission_id = f.submission_id and k.sheet = f.sheet and k.column_key = f.column_key
    and (f.criterion is not null or l.sheet is null)
where f.value is not null or f.word is not null
order by f.criterion nulls last, f.measure
