package dev.penstock.openai.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.domain.port.ModelCatalog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The models an upstream lists at `/models`.
final class OpenAiCatalog implements ModelCatalog {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final UpstreamCalls calls;
    private final Dialect dialect;

    OpenAiCatalog(UpstreamCalls calls, Dialect dialect) {
        this.calls = calls;
        this.dialect = dialect;
    }

    @Override
    public List<String> models() {
        try (UpstreamResponse response = calls.get("/models", TIMEOUT)) {
            if (response.status() != 200) {
                throw calls.failed(response, dialect);
            }
            List<String> ids = new ArrayList<>();
            for (JsonNode model : MAPPER.readTree(calls.readAll(response)).path("data")) {
                if (model.path("id").isTextual()) {
                    ids.add(model.path("id").asText());
                }
            }
            return ids;
        } catch (IOException e) {
            throw calls.broken(e);
        }
    }
}
