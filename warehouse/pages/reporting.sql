-- One row a unit, year and form: how many of its communes have reported by that form, and how many ought to report at all.
with holder as (
    select h.year, h.code, h.valid_from, h.name, h.level, h.is_expected, h.parent_code
    from mart.unit_year as h
    where (cast($year as integer) is null or h.year = cast($year as integer))
        and (
            (cast($level as varchar) is null and h.code = $unit)
            or (
                h.level = cast($level as varchar)
                and ($unit = 'VN' or h.code = $unit or h.district_code = $unit or h.province_code = $unit)
            )
        )
        and (
            cast($is_everything as boolean)
            or (
                h.level = 'commune'
                and list_contains(cast($communes as varchar[]), concat(h.code, '@', cast(h.valid_from as varchar)))
            )
        )
),
score_row as (
    select submission_id, sheet, unit_code, unit_valid_from, year from staged.criterion_score
    union
    select submission_id, sheet, unit_code, unit_valid_from, year from staged.assessment
),
score_form as (
    -- A book may hold score sheets and a summary: the form is that of the sheet on which the commune stands.
    select submission_id, sheet, min(form) as form
    from meta.table_map
    where form <> $title_form
    group by submission_id, sheet
),
told as (
    select unit_code, unit_valid_from, year, $title_form as form
    from staged.title_count
    where period = 'nam'
    union
    select r.unit_code, r.unit_valid_from, r.year, coalesce(f.form, s.form) as form
    from score_row as r
    inner join meta.submission as s on s.submission_id = r.submission_id
    left join score_form as f on f.submission_id = r.submission_id and f.sheet = r.sheet
    union
    -- The ground of a new commune is told of by those that it was made of.
    select unit_code, unit_valid_from, year, $title_form as form
    from mart.coverage
    where level = 'commune' and period = 'nam' and units_reported > 0 and title <> 'cong_dong_xa'  -- which comes of scores
),
told_within as (
    select u.year, u.code, u.district_code, u.province_code, u.is_expected, t.form
    from told as t
    inner join mart.unit_year as u
        on u.year = t.year and u.code = t.unit_code and u.valid_from = t.unit_valid_from
    where u.level = 'commune'
),
due as (
    select unit_code, unit_valid_from, year, max(units_expected) as units_expected
    from mart.coverage
    where period = 'nam'
    group by unit_code, unit_valid_from, year
),
form as (select unnest(cast($forms as varchar[])) as form)
select
    h.code as unit_code, h.name as unit_name, h.level, h.parent_code, h.year, f.form,
    count(w.code) as units_reported,
    cast(coalesce(d.units_expected, case when h.level = 'commune' and h.is_expected then 1 else 0 end) as bigint) as units_expected
from holder as h
cross join form as f
left join due as d on d.unit_code = h.code and d.unit_valid_from = h.valid_from and d.year = h.year
left join told_within as w
    on w.year = h.year and w.form = f.form and (w.is_expected or not h.is_expected)  -- who ended reported in what ended
    and (h.level = 'country' or w.code = h.code or w.district_code = h.code or w.province_code = h.code)
group by h.code, h.name, h.level, h.parent_code, h.year, h.is_expected, f.form, d.units_expected
order by h.year, h.code, f.form
