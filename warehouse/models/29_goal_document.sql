-- temp goal_area: one row a unit and year of scope_unit with its area class; temp goal_document: the documents in force
-- for each title and class there, the nearest first.
create or replace temp view goal_area as
select s.code, s.valid_from, s.year, min(a.area_class) as known_class, coalesce(min(a.area_class), 'general') as area_class
from scope_unit as s
left join place.area_class as a
    on a.unit_code = s.code
    and a.valid_from <= make_date(s.year, 12, 31)
    and (a.valid_to is null or a.valid_to >= make_date(s.year, 12, 31))
group by s.code, s.valid_from, s.year;

create or replace temp view goal_document as
with candidates as (
    select
        s.code, s.valid_from, s.year, g.title, g.area_class,
        g.goal_pct, g.denominator, g.goal_year, g.document, g.confidence, g.programme, g.counts_ranks, g.is_none, g.note_vi,
        case g.place_level when 'commune' then 1 when 'district' then 2 when 'province' then 3 else 4 end as nearness,
        max(g.first_year) over one_document as begun,
        -- Of a document's steps the next one due counts, after the last of them the last.
        row_number() over (
            one_document
            order by
                case when g.is_none then 1 when g.goal_year >= s.year then 2 else 3 end,
                case when g.goal_year >= s.year then g.goal_year else -g.goal_year end,
                g.programme
        ) as step
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
    window one_document as (
        partition by s.code, s.valid_from, s.year, g.title, g.area_class, g.place_level, g.document
    )
)
-- Of the documents of one place the newest counts; the next one up is that of the next place up.
select
    *,
    dense_rank() over (partition by code, valid_from, year, title, area_class order by nearness) as tier,
    row_number() over (
        partition by code, valid_from, year, title, area_class, nearness order by begun desc, programme
    ) as turn
from candidates
where step = 1;
