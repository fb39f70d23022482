-- One row a commune and year whose score counts now, with the submission and form it came in; asked by the intake.
with points as (
    select
        unit_code, unit_valid_from, year, submission_id,
        cast(sum(points_self) as double) as summed_self,
        cast(sum(points_assessed) as double) as summed_assessed
    from staged.counting_score
    where unit_code in (select unnest($units)) and year in (select unnest($years))
        and (
            cast($is_everything as boolean)
            or list_contains(cast($communes as varchar[]), concat(unit_code, '@', cast(unit_valid_from as varchar)))
        )
    group by unit_code, unit_valid_from, year, submission_id
),
rows_of_scores as (
    select submission_id, unit_code, year, sheet from staged.criterion_score
    where unit_code in (select unnest($units)) and submission_id in (select submission_id from points)
    union
    select submission_id, unit_code, year, sheet from staged.assessment
    where unit_code in (select unnest($units)) and submission_id in (select submission_id from points)
),
forms as (
    -- A book may hold score sheets and a summary: the form is that of the sheet on which the commune stands.
    select r.submission_id, r.unit_code, r.year, min(m.form) as form
    from rows_of_scores as r
    inner join meta.table_map as m on m.submission_id = r.submission_id and m.sheet = r.sheet
    where m.form <> $title_form
    group by r.submission_id, r.unit_code, r.year
)
select
    p.unit_code, p.unit_valid_from, p.year,
    coalesce(a.total_self, p.summed_self) as total_self,
    coalesce(a.total_assessed, p.summed_assessed) as total_assessed,
    a.rank_reported, coalesce(f.form, s.form) as form, s.channel, s.submission_id, s.received_at
from points as p
inner join meta.submission as s on s.submission_id = p.submission_id
left join staged.counting_assessment as a
    on a.unit_code = p.unit_code and a.unit_valid_from = p.unit_valid_from and a.year = p.year
left join forms as f on f.submission_id = p.submission_id and f.unit_code = p.unit_code and f.year = p.year
order by p.unit_code, p.unit_valid_from, p.year
