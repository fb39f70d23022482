-- temp rollup_part: one row a unit, year, period and title with both kinds of sums; of the country the part of each province.
create or replace temp view placed_measure as
select unit_code as target_code, unit_valid_from as target_valid_from, * from commune_measure
where level = 'commune' and (unit_code, unit_valid_from) in (select (code, valid_from) from scope_unit)
union all
select y.code, y.valid_from, m.* from commune_measure as m
inner join scope_unit as y on y.level = 'district' and y.code = m.district_code and y.year = m.year
union all
select y.code, y.valid_from, m.* from commune_measure as m
inner join scope_unit as y on y.level = 'province' and y.code = m.province_code and y.year = m.year
union all
-- The country takes its provinces' sums, but for a province that is none at the end of the year and for the title
-- of communes, of which the country may count other ranks.
select y.code, y.valid_from, m.* from commune_measure as m
inner join scope_unit as y on y.level = 'country' and y.year = m.year
left join scope_unit as p on p.level = 'province' and p.code = m.province_code and p.year = m.year
where m.title = 'cong_dong_xa' or p.code is null;

create or replace temp table rollup_part as
with judged as (
    select
        p.target_code, p.target_valid_from, p.province_code, p.year, p.period, p.title, p.level, p.total, p.registered, p.assessed,
        case
            when p.title <> 'cong_dong_xa' then p.recognised
            when list_contains(g.counts_ranks, p.rank_counted) then cast(1 as bigint)
            else cast(0 as bigint)
        end as recognised
    from placed_measure as p
    inner join goal_match as g
        on g.code = p.target_code and g.valid_from = p.target_valid_from and g.year = p.year and g.title = p.title
)
select
    target_code as code, target_valid_from as valid_from, province_code, year, period, title,
    cast(sum(total) filter (where total is not null and recognised is not null) as bigint) as total_of_all,
    cast(sum(recognised) filter (where total is not null and recognised is not null) as bigint) as recognised_of_all,
    cast(sum(registered) filter (where total is not null and recognised is not null) as bigint) as registered_of_all,
    cast(sum(assessed) filter (where total is not null and recognised is not null) as bigint) as assessed_of_all,
    cast(count(*) filter (where level = 'commune' and total is not null and recognised is not null) as bigint) as units_of_all,
    cast(sum(registered) filter (where registered is not null and recognised is not null) as bigint) as registered_of_registered,
    cast(sum(recognised) filter (where registered is not null and recognised is not null) as bigint) as recognised_of_registered,
    cast(sum(total) filter (where registered is not null and recognised is not null) as bigint) as total_of_registered,
    cast(sum(assessed) filter (where registered is not null and recognised is not null) as bigint) as assessed_of_registered,
    cast(count(*) filter (where level = 'commune' and registered is not null and recognised is not null) as bigint) as units_of_registered,
    cast(sum(registered) as bigint) as registered_any,
    cast(sum(total) as bigint) as total_any,
    cast(sum(recognised) as bigint) as recognised_any,
    max(total) filter (where level = 'commune') as largest_total,
    max(registered) filter (where level = 'commune') as largest_registered
from judged
group by target_code, target_valid_from, province_code, year, period, title;
