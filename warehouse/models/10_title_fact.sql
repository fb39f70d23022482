-- mart.title_fact: one row a reporting unit, year, period and title; the newest accepted submission counts.
-- temp touched_title_count: all that was ever staged of the touched codes, for this model and the checks.
create or replace temp table touched_title_count as
select
    submission_id, event_id, sheet, row, unit_code, unit_valid_from, year, period, title, village_key,
    total, registered, assessed, recognised, recognised_new, recognised_again, cumulative
from staged.title_count
where unit_code in (select code from touched_code);

delete from mart.title_fact
where unit_code in (select code from touched_code);

insert into mart.title_fact by name
with newest as (
    select unit_code, unit_valid_from, year, period, title, max(event_id) as event_id
    from touched_title_count
    group by unit_code, unit_valid_from, year, period, title
),
summed as (
    -- A commune's villages are summed; a village that lacks one of the two figures would bend the rate.
    select
        t.unit_code, t.unit_valid_from, t.year, t.period, t.title,
        coalesce(sum(t.total) filter (where t.recognised is not null), sum(t.total)) as total,
        sum(t.registered) as registered,
        sum(t.assessed) as assessed,
        coalesce(sum(t.recognised) filter (where t.total is not null), sum(t.recognised)) as recognised,
        sum(t.recognised_new) as recognised_new,
        sum(t.recognised_again) as recognised_again,
        sum(t.cumulative) as cumulative,
        count(t.village_key) as village_count,
        min(t.submission_id) as submission_id,
        arg_min(t.sheet, t.sheet || lpad(cast(t.row as varchar), 8, '0')) as sheet,
        arg_min(t.row, t.sheet || lpad(cast(t.row as varchar), 8, '0')) as row
    from newest as n
    inner join touched_title_count as t
        on t.event_id = n.event_id
        and t.unit_code = n.unit_code and t.unit_valid_from = n.unit_valid_from
        and t.year = n.year and t.period = n.period and t.title = n.title
    group by t.unit_code, t.unit_valid_from, t.year, t.period, t.title
)
select
    s.unit_code, s.unit_valid_from, s.year, s.period, s.title, u.province_code, u.district_code, u.level,
    cast(s.total as bigint) as total,
    cast(s.registered as bigint) as registered,
    cast(s.assessed as bigint) as assessed,
    cast(s.recognised as bigint) as recognised,
    cast(s.recognised_new as bigint) as recognised_new,
    cast(s.recognised_again as bigint) as recognised_again,
    cast(s.cumulative as bigint) as cumulative,
    cast(s.village_count as integer) as village_count,
    s.submission_id, s.sheet,
    cast(s.row as integer) as row
from summed as s
inner join place.unit as u on u.code = s.unit_code and u.valid_from = s.unit_valid_from;
