-- temp scope_title: the titles that have a goal or a figure.
create or replace temp table scope_title as
select distinct title from meta.goal where title is not null
union
select distinct title from mart.title_fact
union
select 'cong_dong_xa' as title;
