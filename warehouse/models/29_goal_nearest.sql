-- temp goal_area: one row a unit and year of scope_unit with its area class; temp goal_nearest: the goals in force
-- for each title and class there: of the nearest document and of the next one up.
create or replace temp view goal_area as
select s.code, s.valid_from, s.year, min(a.area_class) as known_class, coalesce(min(a.area_class), 'general') as area_class
from scope_unit as s
left join place.area_class as a
    on a.unit_code = s.code
    and a.valid_from <= make_date(s.year, 12, 31)
    and (a.valid_to is null or a.valid_to >= make_date(s.year, 12, 31))
group by s.code, s.valid_from, s.year;

-- Aggregates, no windows: a window over a few hundred rows takes ten times as long.
create or replace temp view goal_nearest as
with documents as (
    -- Of a document's steps the next one due counts, after the last of them the last.
    select
        s.code, s.valid_from, s.year, g.title, g.area_class,
        case g.place_level when 'commune' then 1 when 'district' then 2 when 'province' then 3 else 4 end as nearness,
        max(g.first_year) as begun,
        arg_min(g, {
            'turn': case when g.is_none then 1 when g.goal_year >= s.year then 2 else 3 end,
            'distance': case when g.goal_year >= s.year then g.goal_year else -g.goal_year end,
            'programme': g.programme
        }) as goal
    from scope_unit as s
    inner join meta.goal as g
        on g.first_year <= s.year
        and (g.last_year is null or g.last_year >= s.year)
        and (
            g.place_code = 'VN'
            or (g.place_level = s.level and g.place_code = s.code)
            or (g.place_level = 'district' and g.place_code = s.district_code)
            or (g.place_level = 'province' and g.place_code = s.province_code)
        )
    group by s.code, s.valid_from, s.year, g.title, g.area_class, g.place_level, g.document
),
places as (
    -- Of the documents of one place the newest counts; the next one up is that of the next place up.
    select
        code, valid_from, year, title, area_class, nearness,
        arg_min(goal, {'begun': -begun, 'programme': goal.programme}) as goal
    from documents
    group by code, valid_from, year, title, area_class, nearness
)
select code, valid_from, year, title, area_class, arg_min(goal, nearness, 2) as goals
from places
group by code, valid_from, year, title, area_class;
