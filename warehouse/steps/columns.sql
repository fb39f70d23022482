-- One row a column of every table as it stands, to compare with the contracts.
select table_schema || '.' || table_name as table_name, column_name, lower(data_type) as data_type
from information_schema.columns
where table_catalog = current_database()
