-- mart.score: one row a commune, year and rubric, as pages and `query scores` ask for it.
delete from mart.score where province_code in (select province_code from touched);

insert into mart.score by name
select
    s.unit_code, s.unit_valid_from, u.name as unit_name, u.parent_code, u.district_code, s.province_code, s.year,
    s.rubric_id as rubric, s.rubric_valid_from, s.content_hash, s.basis, s.total, s.rank, s.rank_reported, s.total_reported,
    s.missing, s.failed_gates, s.reason_key, s.confidence, s.submission_id
from scored.subject_score as s
inner join place.unit as u on u.code = s.unit_code and u.valid_from = s.unit_valid_from
where s.province_code in (select province_code from touched);
