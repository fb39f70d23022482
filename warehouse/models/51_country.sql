-- mart.country_part: one row a province, year, period and title; temp rollup: all units and the country with both kinds of sums.
-- The country is added up from what each province gave at its own last publish.
delete from mart.country_part where province_code in (select province_code from touched);

insert into mart.country_part by name
select * from rollup_part where code = 'VN'
union all
select y.code, y.valid_from, p.* exclude (code, valid_from)
from rollup_part as p
inner join scope_unit as y on y.level = 'country' and y.year = p.year
where p.code = p.province_code and p.title <> 'cong_dong_xa';

create or replace temp view rollup as
select * exclude (province_code) from rollup_part where code <> 'VN'
union all
select
    code, valid_from, year, period, title,
    cast(sum(total_of_all) as bigint) as total_of_all,
    cast(sum(recognised_of_all) as bigint) as recognised_of_all,
    cast(sum(registered_of_all) as bigint) as registered_of_all,
    cast(sum(assessed_of_all) as bigint) as assessed_of_all,
    cast(sum(units_of_all) as bigint) as units_of_all,
    cast(sum(registered_of_registered) as bigint) as registered_of_registered,
    cast(sum(recognised_of_registered) as bigint) as recognised_of_registered,
    cast(sum(total_of_registered) as bigint) as total_of_registered,
    cast(sum(assessed_of_registered) as bigint) as assessed_of_registered,
    cast(sum(units_of_registered) as bigint) as units_of_registered,
    cast(sum(registered_any) as bigint) as registered_any,
    cast(sum(total_any) as bigint) as total_any,
    cast(sum(recognised_any) as bigint) as recognised_any,
    max(largest_total) as largest_total,
    max(largest_registered) as largest_registered
from mart.country_part
group by code, valid_from, year, period, title;
