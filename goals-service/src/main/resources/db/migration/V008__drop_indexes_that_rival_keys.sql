-- They began as the primary key does. While the planner thought a table small, it took them to find one row, and then read
-- every row of the administration for each of the thousands in a bulk write.
drop index assessment_of_period;
drop index activity_of_goal;
drop index plan_follow_up_of_period;
drop index control_point_of_period;
