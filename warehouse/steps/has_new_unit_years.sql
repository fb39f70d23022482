-- One row if a year is new in a province, or a unit that ended within the year reports on it.
select 1 as one
where exists (select 1 from new_year)
    or exists (
        select 1
        from reporting_unit as r
        inner join place.unit as u on u.code = r.unit_code and u.valid_from = r.unit_valid_from
        where u.valid_to < make_date(r.year, 12, 31)
    )
