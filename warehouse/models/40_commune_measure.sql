-- temp commune_measure: the measures as reported, and a row without figures for each commune whose ground others reported.
-- is_own: of a report itself; is_held: of a commune in force on the period's last day. The title of communes counts only these.
create or replace temp view commune_measure as
select
    unit_code, unit_valid_from, year, period, title, province_code, district_code, level,
    total, registered, assessed, recognised, rank_counted, is_of_all, is_of_registered,
    true as is_own, not is_outside as is_held
from own_measure
union all
select
    code, valid_from, year, period, title, province_code, district_code, 'commune', null, null, null, null,
    rank_counted, is_of_all, is_of_registered, false, true
from ground_held;
