-- temp own_measure: one row a reporting unit, year, period and title, the five titles alike; closing_date: when a period ends.
create or replace temp macro closing_date(of_year, of_period) as
case of_period when '6_thang' then make_date(of_year, 6, 30) when '9_thang' then make_date(of_year, 9, 30) else make_date(of_year, 12, 31) end;

create or replace temp view scored_commune as
select
    s.unit_code, s.unit_valid_from, s.year, s.province_code,
    case
        when s.confidence = 'unverified' and s.rank_reported is not null then s.rank_reported
        else s.rank
    end as rank_counted
from scored.subject_score as s
where s.basis = 'assessed' and s.province_code in (select province_code from touched);

create or replace temp table own_measure as
with counts as (
    select
        f.unit_code, f.unit_valid_from, f.year, f.period, f.title,
        f.total, f.registered, f.assessed, f.recognised, cast(null as varchar) as rank_counted
    from mart.title_fact as f
    where f.title <> 'cong_dong_xa' and f.province_code in (select province_code from touched)
    union all
    -- Whether a commune with a rank is recognised is for the goal of each place to say.
    select
        s.unit_code, s.unit_valid_from, s.year, 'nam' as period, 'cong_dong_xa' as title,
        cast(1 as bigint) as total, null, null, cast(0 as bigint) as recognised, s.rank_counted
    from scored_commune as s
    where s.rank_counted is not null
)
select
    c.*, u.level, u.province_code,
    case when u.level = 'district' then c.unit_code else u.district_code end as district_code,
    u.level = 'commune' and c.total is not null and c.recognised is not null as is_of_all,
    u.level = 'commune' and c.registered is not null and c.recognised is not null as is_of_registered,
    -- A commune that ended before the period's last day, or began after it, is none of the communes expected.
    u.level = 'commune'
        and (
            u.valid_from > closing_date(c.year, c.period)
            or (u.valid_to is not null and u.valid_to < closing_date(c.year, c.period))
        ) as is_outside
from counts as c
inner join place.unit as u on u.code = c.unit_code and u.valid_from = c.unit_valid_from;
