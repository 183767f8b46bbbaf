package dev.penstock.adapter.http.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.application.Caller;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.time.Moment;
import dev.penstock.openai.wire.CarriedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Requests as the application sees them.
final class Converted {
    static final Caller CALLER = new Caller("req_1", Instant.EPOCH, new Moment(0), Optional.empty());
    private static final MessagesDialect DIALECT = new MessagesDialect(() -> false);

    private Converted() {}

    /// Reads a request; single quotes stand for double ones.
    static DialectRequest read(String json) {
        return DIALECT.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Map.of("x-some", "header"), CALLER, _ -> () -> {
                });
    }

    /// The chat body of a request that has these fields, too.
    static String body(String fields) {
        return read(
                "{'messages':[{'role':'user','content':'Hi'}]" + (fields.isEmpty() ? "" : ",") + fields + "}")
                .request()
                .translated()
                .body()
                .json()
                .text();
    }

    static JsonNode chat(String fields) {
        return json(body(fields));
    }

    /// The chat messages of these messages.
    static JsonNode messages(String messages) {
        return json(read("{'messages':[" + messages + "]}").request().translated().body().json().text())
                .path("messages");
    }

    /// What is refused, by the name of the field.
    static String refused(String json) {
        RefusedException e = catchThrowableOfType(RefusedException.class, () -> read(json));
        assertThat(e).as("the refusal").isNotNull();
        assertThat(e.refusal()).isInstanceOf(Refusal.RequestInvalid.class);
        return ((Refusal.RequestInvalid) e.refusal()).param().orElse("");
    }

    static JsonNode json(String text) {
        try {
            return CarriedJson.read(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
