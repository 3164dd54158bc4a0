package se.tertial.goals.work;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far planned work has come. */
@Schema(
        name = "Progress",
        description = "PLANNED: not begun; ONGOING: begun; ON_PLAN: going as planned; COMPLETED: done;"
                + " DELAYED: will be done later than planned; NOT_COMPLETED: will not be done.")
enum Progress {
    PLANNED,
    ONGOING,
    ON_PLAN,
    COMPLETED,
    DELAYED,
    NOT_COMPLETED
}
