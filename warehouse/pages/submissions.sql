-- One row a submission, newest last; counts_now says how many of its rows count today.
with counting as (
    select submission_id, count(*) as facts from mart.title_fact group by submission_id
    union all
    select submission_id, count(*) as facts from mart.score group by submission_id
),
pairs as (
    -- Accepted reports of one form, unit, year and period, each with those before it.
    select s.submission_id, b.submission_id as before_id
    from meta.submission as s
    inner join meta.submission as b
        on b.form = s.form and b.unit_code = s.unit_code and b.year = s.year and b.period = s.period
        and b.event_id < s.event_id
    where s.state = 'accepted' and b.state = 'accepted'
        and s.submission_id in (select submission_id from asked_submission)
),
several as (
    select submission_id from pairs
    union
    select before_id from pairs
),
told as (
    select submission_id, unit_code from staged.title_count where submission_id in (select submission_id from several)
    union
    select submission_id, unit_code from staged.criterion_score where submission_id in (select submission_id from several)
    union
    select submission_id, unit_code from staged.assessment where submission_id in (select submission_id from several)
),
apart as (
    -- Books of one province that tell of other communes are reports of their own.
    select p.submission_id, p.before_id
    from pairs as p
    where p.submission_id in (select submission_id from told) and p.before_id in (select submission_id from told)
    except
    select a.submission_id, b.submission_id
    from told as a
    inner join told as b on b.unit_code = a.unit_code
),
versions as (
    -- The versions of one report, whichever file or receipt each came in; what was not accepted is none.
    select s.submission_id, cast(1 + count(p.before_id) as integer) as version
    from meta.submission as s
    left join (select * from pairs except select * from apart) as p on p.submission_id = s.submission_id
    where s.state = 'accepted'
    group by s.submission_id
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
