-- Provinces and districts of which anything counts in a year, for the place filter.
select y.code, y.name, y.level, y.parent_code
from mart.unit_year as y
inner join seen_unit as v on v.code = y.code and v.valid_from = y.valid_from
where y.year = $year and y.level in ('province', 'district') and y.is_expected
order by y.level desc, y.name
