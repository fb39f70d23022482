-- mart.province_title: one row a province and title with its first year.
-- temp reporting_unit: the touched units and the years that they report on; temp new_year, renewed_province: what is new.
create or replace temp table reporting_unit as
select province_code, year, unit_code, unit_valid_from from mart.title_fact
where unit_code in (select code from touched_code)
union
select province_code, year, unit_code, unit_valid_from from mart.score
where unit_code in (select code from touched_code);

-- A year or a title that is new in a province concerns all of its units: those that are silent, too.
create or replace temp table new_year as
select province_code, year from reporting_unit
except
select province_code, year from mart.unit_year
where province_code in (select province_code from touched);

create or replace temp table earlier_title as
with reported as (
    select province_code, title, cast(min(year) as integer) as first_year
    from mart.title_fact
    where unit_code in (select code from touched_code)
    group by province_code, title
)
select r.*
from reported as r
left join mart.province_title as p on p.province_code = r.province_code and p.title = r.title
where p.first_year is null or r.first_year < p.first_year;

create or replace temp table renewed_province as
select province_code from new_year
union
select province_code from earlier_title;

delete from mart.province_title
where (province_code, title) in (select (province_code, title) from earlier_title);

insert into mart.province_title by name
select * from earlier_title;
