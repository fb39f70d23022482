-- One row a goal of a document, as it was recorded: what `goals list` prints.
select
    g.programme, g.place_code, g.place_level, g.title, g.area_class, g.goal_pct, g.denominator, g.goal_year, g.first_year,
    g.last_year, g.counts_ranks, g.document, g.document_date, g.confidence, g.is_none, g.note_vi
from meta.goal as g
where (
        cast($year as integer) is null
        or (g.first_year <= cast($year as integer) and (g.last_year is null or g.last_year >= cast($year as integer)))
    )
    and (cast($unit as varchar) is null or g.place_code in ('VN', cast($unit as varchar)))
    and (cast($is_everything as boolean) or g.place_code in (select code from seen_unit))
order by g.first_year, g.programme, g.title, g.area_class
