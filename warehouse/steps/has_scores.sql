-- One row if anything that the touched codes ever reported is a score.
select 1 as one
where exists (select 1 from staged.criterion_score where unit_code in (select code from touched_code))
    or exists (select 1 from staged.assessment where unit_code in (select code from touched_code))
