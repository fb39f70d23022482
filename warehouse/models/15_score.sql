-- mart.score: one row a commune, year and rubric; without a rubric in force one row with what the sheet states, unscored.
-- when: steps/has_scores
delete from mart.score where unit_code in (select code from touched_code);

insert into mart.score by name
with unscored as (
    select c.unit_code, c.unit_valid_from, c.year, c.province_code, c.submission_id, c.basis
    from staged.counting_score as c
    left join scored.subject_score as s
        on s.unit_code = c.unit_code and s.unit_valid_from = c.unit_valid_from and s.year = c.year
    where s.unit_code is null and c.unit_code in (select code from touched_code)
    group by c.unit_code, c.unit_valid_from, c.year, c.province_code, c.submission_id, c.basis
),
scores as (
    select
        unit_code, unit_valid_from, province_code, year, rubric_id as rubric, rubric_valid_from, content_hash, basis, total, rank,
        rank_reported, total_reported, missing, failed_gates, reason_key, confidence, submission_id
    from scored.subject_score
    where unit_code in (select code from touched_code)
    union all
    select
        n.unit_code, n.unit_valid_from, n.province_code, n.year, null, null, null, n.basis, null, null,
        a.rank_reported, case when n.basis = 'assessed' then a.total_assessed else a.total_self end,
        cast([] as varchar[]), cast([] as varchar[]), 'no_rubric', null, n.submission_id
    from unscored as n
    left join staged.counting_assessment as a
        on a.unit_code = n.unit_code and a.unit_valid_from = n.unit_valid_from and a.year = n.year
)
select s.*, u.name as unit_name, u.parent_code, u.district_code
from scores as s
inner join place.unit as u on u.code = s.unit_code and u.valid_from = s.unit_valid_from;
