-- Points below zero or above the criterion's maximum: must be none.
select s.submission_id, p.unit_code, p.year, p.criterion, p.points, p.maximum
from scored.criterion_points as p
inner join scored.subject_score as s
    on s.unit_code = p.unit_code and s.unit_valid_from = p.unit_valid_from and s.year = p.year
where p.province_code in (select province_code from touched) and (p.points < 0 or p.points > p.maximum)
