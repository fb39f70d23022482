-- temp scope_unit: the units and years of the touched provinces, and the country.
create or replace temp table scope_unit as
select * from mart.unit_year
where level = 'country' or province_code in (select province_code from touched);
