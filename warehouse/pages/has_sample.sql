-- Whether a scope sees figures that the sample submitted; with everything, whether there is any such submission.
with seen as (
    select f.submission_id
    from mart.title_fact as f
    where list_contains(cast($communes as varchar[]), concat(f.unit_code, '@', cast(f.unit_valid_from as varchar)))
    union
    select s.submission_id
    from mart.score as s
    where list_contains(cast($communes as varchar[]), concat(s.unit_code, '@', cast(s.unit_valid_from as varchar)))
)
select count(*) > 0 as has_sample
from meta.submission as m
where m.origin = 'sample'
    and (cast($is_everything as boolean) or m.submission_id in (select submission_id from seen))
