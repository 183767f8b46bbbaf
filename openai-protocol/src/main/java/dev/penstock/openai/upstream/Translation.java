package dev.penstock.openai.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.wire.EventReader;
import dev.penstock.openai.wire.EventTranslation;
import dev.penstock.openai.wire.Framing;
import java.util.Map;

/// How completions are asked for and given in an API that is not OpenAI's. [TranslatedCompletions] does all the rest.
///
/// Safe for concurrent use.
public interface Translation extends FailureReader {

    /// Where to ask, below the base address.
    ///
    /// @param stream whether a stream is wanted
    String path(ChatCall call, boolean stream);

    /// What to ask.
    ///
    /// @param request the client's body, in which every tool call has an id of its own, as has its result; not to be changed
    /// @param stream whether a stream is wanted, whatever the body says
    /// @throws dev.penstock.domain.failure.UpstreamException if it asks for what the API cannot be asked, as
    ///         [dev.penstock.openai.wire.Invalid] makes it
    ObjectNode ask(JsonNode request, ChatCall call, boolean stream);

    /// A new reader for the events of one stream.
    EventTranslation events();

    /// A new reader for one whole answer: the same, where that is told in the words of a stream's events.
    default EventTranslation whole() {
        return events();
    }

    /// How streams fall into events: a new reader for one; of server-sent events, unless this says something else.
    default Framing framing() {
        return new EventReader();
    }

    /// Headers to send beside the usual ones, or instead of them; never the key.
    default Map<String, String> headers(ChatCall call) {
        return Map.of();
    }
}
