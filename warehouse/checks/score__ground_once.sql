-- An ended unit and the one that began where it ended, both with a score for one year: the later submission would count the ground twice.
select
    case when sa.event_id > sb.event_id then a.submission_id else b.submission_id end as submission_id,
    a.unit_code as ended_code, b.unit_code as successor_code, a.year
from ground_link as l
inner join mart.score as a on a.unit_code = l.from_code and a.unit_valid_from = l.from_valid_from
inner join mart.score as b
    on b.unit_code = l.to_code and b.unit_valid_from = l.to_valid_from and b.year = a.year
inner join meta.submission as sa on sa.submission_id = a.submission_id
inner join meta.submission as sb on sb.submission_id = b.submission_id
