-- temp goal_match: one row a unit, year and title of scope_unit: the nearest document in force, the next one up and the
-- goal of the other area class beside it.
create or replace temp table goal_match as
with beside as (
    select
        ar.code, ar.valid_from, ar.year, n.title,
        any_value(n.goals[1]) filter (where n.area_class = ar.area_class) as own,
        any_value(n.goals[2]) filter (where n.area_class = ar.area_class) as next_up,
        any_value(n.goals[1]) filter (where n.area_class <> ar.area_class) as other
    from goal_nearest as n
    inner join goal_area as ar on ar.code = n.code and ar.valid_from = n.valid_from and ar.year = n.year
    group by ar.code, ar.valid_from, ar.year, n.title
)
select
    s.code, s.valid_from, s.year, t.title, ar.area_class, ar.known_class is not null as is_area_known,
    b.own.goal_pct, coalesce(b.own.denominator, 'all') as goal_kind, b.own.goal_year,
    case when b.own.goal_pct is not null then b.own.document end as goal_document,
    b.own.confidence as goal_confidence, b.own.programme as goal_programme,
    case when len(b.own.counts_ranks) > 0 then b.own.counts_ranks else ['tot', 'kha', 'trung_binh'] end as counts_ranks,
    b.own.note_vi as goal_note,
    b.next_up.goal_pct as next_goal_pct, b.next_up.goal_year as next_goal_year,
    case when b.next_up.goal_pct is not null then b.next_up.document end as next_document,
    b.other.area_class as other_area_class, b.other.goal_pct as other_area_goal_pct,
    b.other.goal_year as other_area_goal_year,
    case when b.other.goal_pct is not null then b.other.document end as other_area_document
from scope_unit as s
inner join goal_area as ar on ar.code = s.code and ar.valid_from = s.valid_from and ar.year = s.year
inner join scope_title as t
    on t.first_year <= s.year and (t.province_code is null or t.province_code = coalesce(s.province_code, 'VN'))
left join beside as b on b.code = s.code and b.valid_from = s.valid_from and b.year = s.year and b.title = t.title;
