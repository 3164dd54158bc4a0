package se.tertial.goals.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far planned work has come. */
@Schema(
        name = "Progress",
        description = "planned: not begun; ongoing: begun; onPlan: going as planned; completed: done;"
                + " delayed: will be done later than planned; notCompleted: will not be done.")
enum Progress {
    @JsonProperty("planned")
    PLANNED,
    @JsonProperty("ongoing")
    ONGOING,
    @JsonProperty("onPlan")
    ON_PLAN,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("delayed")
    DELAYED,
    @JsonProperty("notCompleted")
    NOT_COMPLETED
}
