package dev.penstock.adapter.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.application.RouteExplanation;

/// A route's explanation as `POST /v1/route/explain` answers it.
public final class ExplanationJson {
    private ExplanationJson() {}

    /// Names are snake_case, as in the rest of the API; what does not apply is left out.
    public static ObjectNode of(RouteExplanation explanation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("object", "route.explanation")
                .put("model", explanation.model())
                .put("route", explanation.route())
                .put("hold_back", explanation.holdBack())
                .put("answer_timeout_seconds", explanation.answerTimeout().toMillis() / 1000.0)
                .put("affinity", explanation.affinity().word());
        explanation.session().ifPresent(source -> json.put("session_from", switch (source) {
            case ID -> "id";
            case PROMPT -> "prompt";
        }));
        ArrayNode upstreams = json.putArray("upstreams");
        for (RouteExplanation.Step step : explanation.upstreams()) {
            ObjectNode one = upstreams.addObject()
                    .put("upstream", step.upstream().toString())
                    .put("tried", step.tried());
            step.share().ifPresent(percent -> one.put("first_percent", percent));
            step.obstacle().ifPresent(why -> one.put("obstacle", why.word()));
            step.until().ifPresent(until -> one.put("until", until.toString()));
            one.put("keys", step.keys()).put("resting_keys", step.restingKeys());
            step.firstKey().ifPresent(place -> one.put("first_key", place));
            one.put("running", step.running())
                    .put("queued", step.queued());
        }
        return json;
    }
}
