-- temp goal_match: one row a unit, year and title of scope_unit: the nearest document in force, the next one up and the
-- goal of the other area class beside it.
create or replace temp table goal_match as
with beside as (
    -- The nearest document for the place's own class, the next one up, and the nearest for the other class.
    select
        ar.code, ar.valid_from, ar.year, p.title,
        any_value(p.goal_pct) filter (where p.tier = 1 and p.area_class = ar.area_class) as goal_pct,
        any_value(p.denominator) filter (where p.tier = 1 and p.area_class = ar.area_class) as goal_kind,
        any_value(p.goal_year) filter (where p.tier = 1 and p.area_class = ar.area_class) as goal_year,
        any_value(p.document) filter (where p.tier = 1 and p.area_class = ar.area_class) as goal_document,
        any_value(p.confidence) filter (where p.tier = 1 and p.area_class = ar.area_class) as goal_confidence,
        any_value(p.programme) filter (where p.tier = 1 and p.area_class = ar.area_class) as goal_programme,
        any_value(p.counts_ranks) filter (where p.tier = 1 and p.area_class = ar.area_class) as counts_ranks,
        any_value(p.note_vi) filter (where p.tier = 1 and p.area_class = ar.area_class) as goal_note,
        any_value(p.goal_pct) filter (where p.tier = 2 and p.area_class = ar.area_class) as next_goal_pct,
        any_value(p.goal_year) filter (where p.tier = 2 and p.area_class = ar.area_class) as next_goal_year,
        any_value(p.document) filter (where p.tier = 2 and p.area_class = ar.area_class) as next_document,
        any_value(p.area_class) filter (where p.tier = 1 and p.area_class <> ar.area_class) as other_area_class,
        any_value(p.goal_pct) filter (where p.tier = 1 and p.area_class <> ar.area_class) as other_area_goal_pct,
        any_value(p.goal_year) filter (where p.tier = 1 and p.area_class <> ar.area_class) as other_area_goal_year,
        any_value(p.document) filter (where p.tier = 1 and p.area_class <> ar.area_class) as other_area_document
    from goal_document as p
    inner join goal_area as ar on ar.code = p.code and ar.valid_from = p.valid_from and ar.year = p.year
    where p.turn = 1 and p.tier <= 2
    group by ar.code, ar.valid_from, ar.year, p.title
)
select
    s.code, s.valid_from, s.year, t.title, ar.area_class, ar.known_class is not null as is_area_known,
    b.goal_pct, coalesce(b.goal_kind, 'all') as goal_kind, b.goal_year,
    case when b.goal_pct is not null then b.goal_document end as goal_document, b.goal_confidence, b.goal_programme,
    case when len(b.counts_ranks) > 0 then b.counts_ranks else ['tot', 'kha', 'trung_binh'] end as counts_ranks,
    b.goal_note,
    b.next_goal_pct, b.next_goal_year, case when b.next_goal_pct is not null then b.next_document end as next_document,
    b.other_area_class, b.other_area_goal_pct, b.other_area_goal_year,
    case when b.other_area_goal_pct is not null then b.other_area_document end as other_area_document
from scope_unit as s
inner join goal_area as ar on ar.code = s.code and ar.valid_from = s.valid_from and ar.year = s.year
inner join scope_title as t
    on t.first_year <= s.year and (t.province_code is null or t.province_code = coalesce(s.province_code, 'VN'))
left join beside as b on b.code = s.code and b.valid_from = s.valid_from and b.year = s.year and b.title = t.title;
