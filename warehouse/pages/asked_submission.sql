-- asked_submission: the submissions that a question is about: of the unit or of what lies in it; read by `submissions` and `findings`.
create or replace temp table asked_submission as
with last_state as (
    -- A unit that ended within the year may still be reported on.
    select s.submission_id, max(u.valid_from) as valid_from
    from meta.submission as s
    inner join place.unit as u on u.code = s.unit_code and u.valid_from <= make_date(s.year, 12, 31)
    group by s.submission_id
)
select s.submission_id
from meta.submission as s
left join last_state as l on l.submission_id = s.submission_id
left join place.unit as u on u.code = s.unit_code and u.valid_from = l.valid_from
where cast($is_everything as boolean)  -- a submission tells of many communes: a narrow scope sees none for now
    and (cast($year as integer) is null or s.year = cast($year as integer))
    and ($unit = 'VN' or s.unit_code = $unit or u.district_code = $unit or u.province_code = $unit)
    and (cast($level as varchar) is null or u.level = cast($level as varchar))
    and (cast($period as varchar) is null or s.period = cast($period as varchar))
    and (
        cast($title as varchar) is null
        or s.submission_id in (select submission_id from staged.title_count where title = cast($title as varchar))
    )
