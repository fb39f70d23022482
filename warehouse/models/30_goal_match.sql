-- temp goal_match: one row a unit, year and title of scope_unit: the nearest document in force, the next one up and the
-- goal of the other area class beside it.
create or replace temp table goal_match as
with areas as (
    select s.code, s.valid_from, s.year, min(a.area_class) as known_class, coalesce(min(a.area_class), 'general') as area_class
    from scope_unit as s
    left join place.area_class as a
        on a.unit_code = s.code
        and a.valid_from <= make_date(s.year, 12, 31)
        and (a.valid_to is null or a.valid_to >= make_date(s.year, 12, 31))
    group by s.code, s.valid_from, s.year
),
candidates as (
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
),
placed as (
    -- Of the documents of one place the newest counts; the next one up is that of the next place up.
    select
        *,
        dense_rank() over (partition by code, valid_from, year, title, area_class order by nearness) as tier,
        row_number() over (
            partition by code, valid_from, year, title, area_class, nearness order by begun desc, programme
        ) as turn
    from candidates
    where step = 1
),
nearest as (
    select * from placed where turn = 1
)
select
    s.code, s.valid_from, s.year, t.title, ar.area_class, ar.known_class is not null as is_area_known,
    c.goal_pct, coalesce(c.denominator, 'all') as goal_kind, c.goal_year,
    case when c.goal_pct is not null then c.document end as goal_document, c.confidence as goal_confidence, c.programme as goal_programme,
    case
        when len(c.counts_ranks) > 0 then c.counts_ranks else ['tot', 'kha', 'trung_binh']
    end as counts_ranks,
    c.note_vi as goal_note,
    n.goal_pct as next_goal_pct, n.goal_year as next_goal_year, case when n.goal_pct is not null then n.document end as next_document,
    o.area_class as other_area_class, o.goal_pct as other_area_goal_pct, o.goal_year as other_area_goal_year,
    case when o.goal_pct is not null then o.document end as other_area_document
from scope_unit as s
inner join areas as ar on ar.code = s.code and ar.valid_from = s.valid_from and ar.year = s.year
inner join scope_title as t
    on t.first_year <= s.year and (t.province_code is null or t.province_code = coalesce(s.province_code, 'VN'))
left join nearest as c
    on c.code = s.code and c.valid_from = s.valid_from and c.year = s.year and c.title = t.title
    and c.area_class = ar.area_class and c.tier = 1
left join nearest as n
    on n.code = s.code and n.valid_from = s.valid_from and n.year = s.year and n.title = t.title
    and n.area_class = ar.area_class and n.tier = 2
left join nearest as o
    on o.code = s.code and o.valid_from = s.valid_from and o.year = s.year and o.title = t.title
    and o.area_class <> ar.area_class and o.tier = 1;
