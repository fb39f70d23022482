-- One row a submission, newest last; counts_now says how many of its rows count today.
with counting as (
    select submission_id, count(*) as facts from mart.title_fact group by submission_id
    union all
    select submission_id, count(*) as facts from mart.score group by submission_id
),
versions as (
    -- The versions of one report, whichever file or receipt each came in; what was not accepted is none.
    select
        submission_id,
        cast(row_number() over (partition by form, unit_code, year, period order by event_id) as integer) as version
    from meta.submission
    where state = 'accepted'
)
select
    s.submission_id as submission, s.file_name as file, s.form, s.unit_code, s.year, s.period, v.version, s.state,
    s.received_at, s.received_by, cast(coalesce(sum(c.facts), 0) as bigint) as counts_now,
    s.verdict, s.rows_read, s.rows_loaded, s.rows_ignored, s.rows_rejected, s.origin
from meta.submission as s
inner join asked_submission as a on a.submission_id = s.submission_id
left join versions as v on v.submission_id = s.submission_id
left join counting as c on c.submission_id = s.submission_id
group by
    s.submission_id, s.event_id, s.file_name, s.form, s.unit_code, s.year, s.period, v.version, s.state, s.received_at,
    s.received_by, s.verdict, s.rows_read, s.rows_loaded, s.rows_ignored, s.rows_rejected, s.origin
order by s.event_id
