-- temp goal_match: one row a unit, year and title of scope_unit: the nearest document in force, the next one up beside it.
create or replace temp table goal_match as
with areas as (
    select s.code, s.valid_from, s.year, coalesce(min(a.area_class), 'general') as area_class
    from scope_unit as s
    left join place.area_class as a
        on a.unit_code = s.code
        and a.valid_from <= make_date(s.year, 12, 31)
        and (a.valid_to is null or a.valid_to >= make_date(s.year, 12, 31))
    group by s.code, s.valid_from, s.year
),
candidates as (
    select
        s.code, s.valid_from, s.year, g.title, ar.area_class,
        g.goal_pct, g.denominator, g.goal_year, g.document, g.confidence, g.programme, g.counts_ranks, g.is_none, g.note_vi,
        case g.place_level when 'commune' then 1 when 'district' then 2 when 'province' then 3 else 4 end as nearness,
        max(g.first_year) over (partition by s.code, s.valid_from, s.year, g.title, g.programme) as begun,
        -- Of a document's steps the next one due counts, after the last of them the last.
        row_number() over (
            partition by s.code, s.valid_from, s.year, g.title, g.programme
            order by
                case when g.is_none then 1 when g.goal_year >= s.year then 2 else 3 end,
                case when g.goal_year >= s.year then g.goal_year else -g.goal_year end
        ) as step
    from scope_unit as s
    inner join areas as ar on ar.code = s.code and ar.valid_from = s.valid_from and ar.year = s.year
    inner join meta.goal as g
        on g.first_year <= s.year
        and (g.last_year is null or g.last_year >= s.year)
        and g.area_class = ar.area_class
        and (
            g.place_code = 'VN'
            or (g.place_level = s.level and g.place_code = s.code)
            or (g.place_level = 'district' and g.place_code = s.district_code)
            or (g.place_level = 'province' and g.place_code = s.province_code)
        )
),
ordered as (
    select
        *,
        row_number() over (
            partition by code, valid_from, year, title order by nearness, begun desc, programme
        ) as distance
    from candidates
    where step = 1
)
select
    s.code, s.valid_from, s.year, t.title,
    coalesce(c.area_class, 'general') as area_class,
    c.goal_pct, coalesce(c.denominator, 'all') as goal_kind, c.goal_year,
    case when c.goal_pct is not null then c.document end as goal_document, c.confidence as goal_confidence, c.programme as goal_programme,
    case
        when len(c.counts_ranks) > 0 then c.counts_ranks else ['tot', 'kha', 'trung_binh']
    end as counts_ranks,
    c.note_vi as goal_note,
    n.goal_pct as next_goal_pct, n.document as next_document
from scope_unit as s
inner join scope_title as t
    on t.first_year <= s.year and (t.province_code is null or t.province_code = coalesce(s.province_code, 'VN'))
left join ordered as c
    on c.code = s.code and c.valid_from = s.valid_from and c.year = s.year and c.title = t.title and c.distance = 1
left join ordered as n
    on n.code = s.code and n.valid_from = s.valid_from and n.year = s.year and n.title = t.title and n.distance = 2;
