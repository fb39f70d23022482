-- temp rollup_part: one row a unit, year, period and title with both kinds of sums; of the country the part of each province.
create or replace temp table rollup_part as
with placed as (
    -- In a unit of the year's last day the communes of that day count, by whomever their ground was reported; in one that
    -- ended, and in the commune itself, the reports.
    select
        code as target_code, valid_from as target_valid_from,
        greatest(own_of_all, held_of_all) as units_of_all, greatest(own_of_registered, held_of_registered) as units_of_registered,
        p.*
    from measure_part as p
    where code is not null
    union all
    select
        y.code, y.valid_from,
        case when y.is_expected then held_of_all else own_of_all end,
        case when y.is_expected then held_of_registered else own_of_registered end,
        p.*
    from measure_part as p
    inner join scope_unit as y on y.level = 'district' and y.code = p.district_code and y.year = p.year
    union all
    select y.code, y.valid_from, held_of_all, held_of_registered, p.* from measure_part as p
    inner join scope_unit as y on y.level = 'province' and y.code = p.province_code and y.year = p.year
    union all
    -- The country takes its provinces' sums, but for a province that is none at the end of the year and for the title
    -- of communes, of which the country may count other ranks.
    select y.code, y.valid_from, held_of_all, held_of_registered, p.* from measure_part as p
    inner join scope_unit as y on y.level = 'country' and y.year = p.year
    left join scope_unit as v on v.level = 'province' and v.code = p.province_code and v.year = p.year
    where p.title = 'cong_dong_xa' or v.code is null
),
judged as (
    select
        p.* exclude (total_of_all, recognised_of_all),
        case when p.title = 'cong_dong_xa' then nullif(p.units_of_all, 0) else p.total_of_all end as total_of_all,
        case
            when p.title <> 'cong_dong_xa' then p.recognised_of_all
            when p.units_of_all = 0 then null
            when list_contains(g.counts_ranks, p.rank_counted) then p.units_of_all
            else 0
        end as recognised_of_judged
    from placed as p
    inner join goal_match as g
        on g.code = p.target_code and g.valid_from = p.target_valid_from and g.year = p.year and g.title = p.title
)
select
    target_code as code, target_valid_from as valid_from, province_code, year, period, title,
    cast(sum(total_of_all) as bigint) as total_of_all,
    cast(sum(recognised_of_judged) as bigint) as recognised_of_all,
    cast(sum(registered_of_all) as bigint) as registered_of_all,
    cast(sum(assessed_of_all) as bigint) as assessed_of_all,
    cast(sum(units_of_all) as bigint) as units_of_all,
    cast(sum(registered_of_registered) as bigint) as registered_of_registered,
    cast(sum(recognised_of_registered) as bigint) as recognised_of_registered,
    cast(sum(total_of_registered) as bigint) as total_of_registered,
    cast(sum(assessed_of_registered) as bigint) as assessed_of_registered,
    cast(sum(units_of_registered) as bigint) as units_of_registered,
    cast(sum(registered_any) as bigint) as registered_any,
    cast(sum(total_any) as bigint) as total_any,
    cast(sum(case when title = 'cong_dong_xa' then recognised_of_judged else recognised_any end) as bigint) as recognised_any,
    max(largest_total) as largest_total,
    max(largest_registered) as largest_registered
from judged
group by target_code, target_valid_from, province_code, year, period, title;
