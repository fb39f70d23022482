-- An ended unit and the one that began where it ended, both reported for one period: the later submission would count the ground twice.
select
    case when sa.event_id > sb.event_id then a.submission_id else b.submission_id end as submission_id,
    a.unit_code as ended_code, b.unit_code as successor_code, a.year, a.period, a.title
from mart.title_fact as a
inner join place.change as c
    on c.from_code = a.unit_code and c.from_valid_from = a.unit_valid_from
    and c.to_valid_from = c.effective_date
inner join mart.title_fact as b
    on b.unit_code = c.to_code and b.unit_valid_from = c.to_valid_from
    and b.year = a.year and b.period = a.period and b.title = a.title
inner join meta.submission as sa on sa.submission_id = a.submission_id
inner join meta.submission as sb on sb.submission_id = b.submission_id
where a.level = 'commune' and a.submission_id <> b.submission_id
    and (
        a.province_code in (select province_code from touched)
        or b.province_code in (select province_code from touched)
    )
