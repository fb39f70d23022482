-- mart.province_title: one row a province and title with its first year; temp data_year, renewed_province: what is new.
create or replace temp table data_year as
select distinct province_code, year from mart.title_fact
where province_code in (select province_code from touched)
union
select distinct province_code, year from mart.score
where province_code in (select province_code from touched);

-- A year or a title that is new in a province concerns all of its units: those that are silent, too.
create or replace temp table province_title as
select province_code, title, cast(min(year) as integer) as first_year
from mart.title_fact
where province_code in (select province_code from touched)
group by province_code, title;

create or replace temp table renewed_province as
select province_code
from (select province_code, year from data_year except select province_code, year from mart.unit_year) as years
union
select province_code
from (
    select province_code, title, first_year from province_title
    except
    select province_code, title, first_year from mart.province_title
) as titles;

delete from mart.province_title where province_code in (select province_code from renewed_province);

insert into mart.province_title by name
select * from province_title where province_code in (select province_code from renewed_province);
