-- touched_code: every code, of the places and of what was ever reported.
create or replace temp table touched_code as
select code from place.unit
union
select unit_code from staged.title_count
union
select unit_code from staged.criterion_score
union
select unit_code from staged.assessment;
