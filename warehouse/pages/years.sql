-- The years of which anything counts.
select distinct year from mart.unit_year order by year
