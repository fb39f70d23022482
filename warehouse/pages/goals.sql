-- One row a unit, year and title: the goal in force there and then, the next document up, and the goal of the other area class.
select
    code as unit_code, year, title, cast(goal_pct as double) as goal_pct, goal_kind as denominator,
    case when goal_pct is not null then goal_year end as goal_year, area_class, goal_document as document,
    goal_confidence as confidence, next_document, cast(next_goal_pct as double) as next_goal_pct, next_goal_year,
    is_area_known, other_area_class, cast(other_area_goal_pct as double) as other_area_goal_pct,
    other_area_goal_year, other_area_document
from goal_match
where cast($title as varchar) is null or title = cast($title as varchar)
order by year, code, title
