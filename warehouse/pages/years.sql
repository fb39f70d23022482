-- The years of which anything counts where a scope looks.
select y.year
from mart.unit_year as y
where cast($is_everything as boolean)
    or list_contains(cast($communes as varchar[]), concat(y.code, '@', cast(y.valid_from as varchar)))
group by y.year
order by y.year
