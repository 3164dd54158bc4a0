-- What is asked of the values of some indicators reads those, and not all of the administration. It does not begin as the primary
-- key does, so it is no rival of it.
create index measurement_of_indicator on measurement (indicator_id, municipality_id, administration_id);
