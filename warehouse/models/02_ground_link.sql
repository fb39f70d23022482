-- temp ground_link: touched units that ended, each with the one that began where it ended; the checks of the ground ask it.
create or replace temp table ground_link as
select from_code, from_valid_from, to_code, to_valid_from
from place.change
where to_valid_from = effective_date
    and (
        from_code in (select code from touched_code)
        or to_code in (select code from touched_code)
    );
