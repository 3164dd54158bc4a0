package se.tertial.kit.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of dates, whichever module was registered last. */
class JsonTest {

    private final ObjectMapper mapper = mapper();

    @Test
    void dateIsReadAsItIsWritten() throws JsonProcessingException {
        assertEquals(LocalDate.of(2021, 8, 31), mapper.readValue("\"2021-08-31\"", LocalDate.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"+999999999-12-31\"",
                "\"-0001-01-01\"",
                "[2021, 8, 1]",
                "\"2021-02-30\"",
                "\"0000-01-01\"",
                "18870"
            })
    void whatIsNoDateOfTheCalendarIsRefused(String json) {
        assertThrows(JsonProcessingException.class, () -> mapper.readValue(json, LocalDate.class));
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        new Json().customize(mapper);
        return mapper.registerModule(new JavaTimeModule());
    }
}
