package se.tertial.report.template;

import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.language.Message;

/** Whatever is composed by templates, so that these cannot be deleted. */
public interface TemplateReferences {

    /**
     * What is composed by a template, for people: {@code the report of 2021-08}.
     *
     * @return null if nothing is
     */
    @Nullable
    Message of(Scope scope, String templateId);
}
