-- One row a finding, with the submission it belongs to; words are made from rule and values.
select
    f.submission_id as submission, f.severity, f.rule, f.sheet, f.cell, f.raw, f.values_json
from meta.finding as f
inner join asked_submission as s on s.submission_id = f.submission_id
order by f.submission_id, f.seq
