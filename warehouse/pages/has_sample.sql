-- Whether any submission was made by the sample.
select count(*) > 0 as has_sample from meta.submission where origin = 'sample'
