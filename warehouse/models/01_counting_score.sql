-- staged.counting_assessment, staged.counting_score: what counts for each commune and year, the newest submission whole.
-- when: steps/has_scores
create or replace temp table score_source as
with sources as (
    select unit_code, unit_valid_from, year, submission_id, event_id from staged.criterion_score
    union all
    select unit_code, unit_valid_from, year, submission_id, event_id from staged.assessment
)
select
    s.unit_code,
    s.unit_valid_from,
    s.year,
    u.province_code,
    arg_max(s.submission_id, s.event_id) as submission_id,
    max(s.event_id) as event_id
from sources as s
inner join place.unit as u on u.code = s.unit_code and u.valid_from = s.unit_valid_from
where s.unit_code in (select code from touched_code)
group by s.unit_code, s.unit_valid_from, s.year, u.province_code;

delete from staged.counting_assessment
where unit_code in (select code from touched_code);

insert into staged.counting_assessment by name
select
    c.unit_code,
    c.unit_valid_from,
    c.year,
    c.province_code,
    c.submission_id,
    max(a.total_self) as total_self,
    max(a.total_assessed) as total_assessed,
    max(a.rank_reported) as rank_reported,
    arg_min(a.sheet, a.sheet || lpad(cast(a.row as varchar), 8, '0')) as sheet,
    cast(arg_min(a.row, a.sheet || lpad(cast(a.row as varchar), 8, '0')) as integer) as row
from score_source as c
inner join staged.assessment as a
    on a.submission_id = c.submission_id
    and a.unit_code = c.unit_code and a.unit_valid_from = c.unit_valid_from and a.year = c.year
group by c.unit_code, c.unit_valid_from, c.year, c.province_code, c.submission_id;

delete from staged.counting_score
where unit_code in (select code from touched_code);

insert into staged.counting_score by name
with points as (
    select
        c.unit_code, c.unit_valid_from, c.year, c.province_code, c.submission_id, c.event_id, p.criterion,
        max(p.points) filter (where p.basis = 'self') as points_self,
        max(p.points) filter (where p.basis = 'assessed') as points_assessed
    from score_source as c
    left join staged.criterion_score as p
        on p.submission_id = c.submission_id
        and p.unit_code = c.unit_code and p.unit_valid_from = c.unit_valid_from and p.year = c.year
    group by c.unit_code, c.unit_valid_from, c.year, c.province_code, c.submission_id, c.event_id, p.criterion
),
bases as (
    select
        p.unit_code, p.unit_valid_from, p.year,
        case
            when count(p.points_assessed) > 0 or count(a.total_assessed) > 0 then 'assessed'
            else 'self'
        end as basis
    from points as p
    left join staged.counting_assessment as a
        on a.unit_code = p.unit_code and a.unit_valid_from = p.unit_valid_from and a.year = p.year
    group by p.unit_code, p.unit_valid_from, p.year
)
select
    p.unit_code, p.unit_valid_from, p.year, p.province_code, p.submission_id, p.event_id, p.criterion,
    p.points_self, p.points_assessed,
    case when b.basis = 'assessed' then p.points_assessed else p.points_self end as points,
    b.basis
from points as p
inner join bases as b
    on b.unit_code = p.unit_code and b.unit_valid_from = p.unit_valid_from and b.year = p.year;
