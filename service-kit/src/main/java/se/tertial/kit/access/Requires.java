package se.tertial.kit.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What somebody must be granted to call an operation, or any operation of a resource. One that says nothing, and is not
 * {@code @PermitAll}, is refused.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Requires {

    /** Which roles may read and write it. */
    Permission permission();

    /** Its name in the grants of systems: the segment of the address. */
    String resource();
}
