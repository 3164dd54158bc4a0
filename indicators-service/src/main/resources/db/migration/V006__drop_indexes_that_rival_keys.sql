-- They began as the primary key does. While the planner thought a table small, it took them to find one row, and then read
-- every row of the administration for each of the thousands in a bulk write.
drop index measurement_of_indicator;
drop index measurement_of_period;
drop index target_of_period;
drop index volume_forecast_of_period;
