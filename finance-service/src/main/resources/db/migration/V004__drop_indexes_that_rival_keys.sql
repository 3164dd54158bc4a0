-- They began as the primary key does. While the planner thought a table small, it took them to find one row, and then read
-- every row of the administration for each of the thousands in a bulk write.
drop index operating_line_of_period;
drop index investment_line_of_period;
