-- temp scope_title: the titles that have a goal at any time, and those reported, from their first figure on.
create or replace temp table scope_title as
select title, min(first_year) as first_year
from (
    select title, 0 as first_year from meta.goal where title is not null and not is_none
    union all
    select title, year as first_year from mart.title_fact
    union all
    select 'cong_dong_xa' as title, 0 as first_year
) as titles
group by title;
