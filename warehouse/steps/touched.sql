-- staged.touched: the provinces that this publish concerns; one column lets a scan skip what it cannot hold.
create or replace temp view touched as
select province_code from staged.touched;

insert into staged.touched
select distinct province_code
from place.unit
where province_code is not null and code in (select code from touched_code);
