-- temp scope_title: the titles that have a goal at any time, everywhere; others in the province that reports them, and VN.
create or replace temp table scope_title as
with everywhere as (
    select title from meta.goal where title is not null and not is_none
    union
    select 'cong_dong_xa' as title
),
reported as (
    select title, province_code, first_year from mart.province_title
    where title not in (select title from everywhere)
)
select title, cast(null as varchar) as province_code, 0 as first_year from everywhere
union all
select title, province_code, first_year from reported
union all
select title, 'VN' as province_code, min(first_year) as first_year from reported group by title;
