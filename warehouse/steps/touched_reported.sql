-- touched_code: the codes that the new events report on; by code alone, all units that ever had it.
create or replace temp table touched_code as
select code from reported;
