-- temp commune_measure: one row a reporting unit, year, period and title, the five titles alike; temp commune_missing: what is unknown.
create or replace temp view scored_commune as
select
    s.unit_code, s.unit_valid_from, s.year, s.province_code,
    case
        when s.confidence = 'unverified' and s.rank_reported is not null then s.rank_reported
        else s.rank
    end as rank_counted
from scored.subject_score as s
where s.basis = 'assessed' and s.province_code in (select province_code from touched);

create or replace temp table commune_measure as
select
    f.unit_code, f.unit_valid_from, f.year, f.period, f.title, f.province_code,
    case when f.level = 'district' then f.unit_code else f.district_code end as district_code,
    f.level, f.total, f.registered, f.assessed, f.recognised, cast(null as varchar) as rank_counted
from mart.title_fact as f
where f.title <> 'cong_dong_xa' and f.province_code in (select province_code from touched)
union all
select
    s.unit_code, s.unit_valid_from, s.year, 'nam' as period, 'cong_dong_xa' as title, s.province_code, u.district_code,
    u.level, cast(1 as bigint) as total, cast(null as bigint) as registered, cast(null as bigint) as assessed,
    cast(null as bigint) as recognised, s.rank_counted
from scored_commune as s
inner join place.unit as u on u.code = s.unit_code and u.valid_from = s.unit_valid_from
where s.rank_counted is not null;

create or replace temp table commune_missing as
with expected as (
    select y.code, y.valid_from, y.year, y.district_code, y.province_code, t.title
    from mart.unit_year as y
    inner join scope_title as t
        on t.first_year <= y.year and (t.province_code is null or t.province_code = y.province_code)
    where y.level = 'commune' and y.is_expected
        and y.province_code in (select province_code from touched)
),
measured as (
    -- Of a row without its recognised figure nothing counts.
    select unit_code, unit_valid_from, year, title, total, registered
    from commune_measure
    where period = 'nam' and (recognised is not null or title = 'cong_dong_xa')
),
missing as (
    select
        e.code, e.valid_from, e.year, e.district_code, e.province_code, e.title,
        m.total is null as is_total_missing, m.registered is null as is_registered_missing
    from expected as e
    left join measured as m
        on m.unit_code = e.code and m.unit_valid_from = e.valid_from and m.year = e.year and m.title = e.title
    where m.total is null or m.registered is null
)
select
    e.code, e.valid_from, e.year, e.district_code, e.province_code, e.title, e.is_total_missing, e.is_registered_missing,
    case
        when e.title = 'cong_dong_xa' then 1
        else arg_max(m.total, case when m.total is not null then m.year end)
    end as total_known,
    arg_max(m.registered, case when m.registered is not null then m.year end) as registered_known
from missing as e
left join measured as m
    on m.unit_code = e.code and m.unit_valid_from = e.valid_from and m.title = e.title and m.year < e.year
group by e.code, e.valid_from, e.year, e.district_code, e.province_code, e.title, e.is_total_missing, e.is_registered_missing;
