-- mart.title_fact: one row a reporting unit, year, period and title; the newest accepted submission counts.
-- temp touched_title_count: all that was ever staged of the touched codes, for this model and the checks.
create or replace temp table touched_title_count as
select * from staged.title_count
where unit_code in (select code from touched_code);

create or replace temp table title_source as
select
    t.unit_code,
    t.unit_valid_from,
    t.year,
    t.period,
    t.title,
    u.province_code,
    u.district_code,
    u.level,
    max(t.event_id) as event_id
from touched_title_count as t
inner join place.unit as u on u.code = t.unit_code and u.valid_from = t.unit_valid_from
group by t.unit_code, t.unit_valid_from, t.year, t.period, t.title, u.province_code, u.district_code, u.level;

delete from mart.title_fact
where unit_code in (select code from touched_code);

insert into mart.title_fact by name
with counted as (
    -- A commune's villages are summed; a village that lacks one of the two figures would bend the rate.
    select
        s.unit_code, s.unit_valid_from, s.year, s.period, s.title, s.province_code, s.district_code, s.level,
        t.submission_id, t.sheet, t.row, t.village_key,
        t.registered, t.assessed, t.recognised, t.recognised_new, t.recognised_again, t.cumulative, t.total,
        bool_or(t.total is not null and t.recognised is not null) over (
            partition by s.unit_code, s.unit_valid_from, s.year, s.period, s.title
        ) as has_both
    from title_source as s
    inner join touched_title_count as t
        on t.event_id = s.event_id
        and t.unit_code = s.unit_code and t.unit_valid_from = s.unit_valid_from
        and t.year = s.year and t.period = s.period and t.title = s.title
)
select
    unit_code, unit_valid_from, year, period, title, province_code, district_code, level,
    cast(sum(total) filter (where recognised is not null or not has_both) as bigint) as total,
    cast(sum(registered) as bigint) as registered,
    cast(sum(assessed) as bigint) as assessed,
    cast(sum(recognised) filter (where total is not null or not has_both) as bigint) as recognised,
    cast(sum(recognised_new) as bigint) as recognised_new,
    cast(sum(recognised_again) as bigint) as recognised_again,
    cast(sum(cumulative) as bigint) as cumulative,
    cast(count(village_key) as integer) as village_count,
    min(submission_id) as submission_id,
    arg_min(sheet, sheet || lpad(cast(row as varchar), 8, '0')) as sheet,
    cast(arg_min(row, sheet || lpad(cast(row as varchar), 8, '0')) as integer) as row
from counted
group by unit_code, unit_valid_from, year, period, title, province_code, district_code, level;
