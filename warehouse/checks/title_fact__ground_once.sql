-- An ended unit and the one that began where it ended, both reported for one period: the later submission would count the ground twice.
with ended as (
    select f.unit_code, f.year, f.period, f.title, f.submission_id, l.to_code, l.to_valid_from
    from ground_link as l
    inner join mart.title_fact as f
        on f.unit_code = l.from_code and f.unit_valid_from = l.from_valid_from and f.level = 'commune'
)
select
    case when sa.event_id > sb.event_id then a.submission_id else b.submission_id end as submission_id,
    a.unit_code as ended_code, b.unit_code as successor_code, a.year, a.period, a.title
from ended as a
inner join mart.title_fact as b
    on b.unit_code = a.to_code and b.unit_valid_from = a.to_valid_from
    and b.year = a.year and b.period = a.period and b.title = a.title
inner join meta.submission as sa on sa.submission_id = a.submission_id
inner join meta.submission as sb on sb.submission_id = b.submission_id
