-- The newest answers of one caller, of which only so many are kept.
create index answered_request_of_caller on answered_request (caller, answered_at);
