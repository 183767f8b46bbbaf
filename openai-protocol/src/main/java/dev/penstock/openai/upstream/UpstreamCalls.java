package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.failure.UpstreamReply;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.relay.RelayedErrors;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.ErrorPages;
import dev.penstock.openai.wire.TreeCost;
import dev.penstock.spi.PluginContext;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Requests to one upstream, with its key, and what their failures mean.
public final class UpstreamCalls {
    private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;
    private static final int MAX_LOOK_UP_BYTES = 4 * 1024 * 1024;
    private static final int MAX_LOOK_UP_TREE = 32 * 1024 * 1024;
    /// How long a look-up may take, and may pause.
    private static final Duration LOOK_UP = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final UpstreamHttp http;
    private final UpstreamSettings settings;
    private final PluginContext context;
    private final KeyHeaders keyHeaders;

    /// Presents the key as a bearer token.
    public UpstreamCalls(UpstreamHttp http, UpstreamSettings settings, PluginContext context) {
        this(http, settings, context, KeyHeaders.BEARER);
    }

    public UpstreamCalls(UpstreamHttp http, UpstreamSettings settings, PluginContext context,
            KeyHeaders keyHeaders) {
        this.http = http;
        this.settings = settings;
        this.context = context;
        this.keyHeaders = keyHeaders;
    }

    /// What is made of an answer.
    public interface Reading<T> {
        /// @param response a success; everything of interest in it is read when this returns
        T from(UpstreamResponse response) throws IOException;
    }

    /// Posts a body and has the answer read.
    ///
    /// @param extraHeaders beside the usual ones, or instead of them
    /// @throws UpstreamException if the upstream cannot be reached, breaks off or answers with anything but a success
    public <T> T ask(URI target, ChatCall call, JsonText body, Map<String, String> extraHeaders,
            boolean stream,
            FailureReader failures, Reading<T> reading) {
        return ask(target, call, body, extraHeaders, stream, Optional.empty(), failures, reading);
    }

    /// Posts a body in the client's own API, in which errors come back as they were written.
    ///
    /// @throws UpstreamException as [#ask] does
    <T> T relay(URI target, ChatCall call, JsonText body, Map<String, String> extraHeaders, boolean stream,
            ClientApi api,
            FailureReader failures, Reading<T> reading) {
        return ask(target, call, body, extraHeaders, stream, Optional.of(api), failures, reading);
    }

    private <T> T ask(URI target, ChatCall call, JsonText body, Map<String, String> extraHeaders,
            boolean stream,
            Optional<ClientApi> relayed, FailureReader failures, Reading<T> reading) {
        try (UpstreamResponse response = post(target, call, body, extraHeaders, stream)) {
            if (response.status() == 200) {
                call.onReply().accept(ReplyHeaders.of(response, relayed));
            }
            return read(response, relayed, failures, reading);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private UpstreamResponse post(URI target, ChatCall call, JsonText body, Map<String, String> extraHeaders,
            boolean stream)
            throws TransportException {
        Map<String, String> headers = headers(stream ? "text/event-stream" : "application/json");
        headers.put("Content-Type", "application/json");
        headers.putAll(extraHeaders);
        Duration head = stream
                ? call.limits().head().orElse(settings.headTimeout())
                : settings.responseTimeout();
        return http.send(new UpstreamRequest("POST", target, headers, Optional.of(body),
                atMostUntilDeadline(call, head), silence(call)), call.cancellation());
    }

    /// How long the first chunk of a stream that is asked for now may take.
    public Duration firstToken(ChatCall call) {
        return atMostUntilDeadline(call, call.limits().firstToken().orElse(settings.firstTokenTimeout()));
    }

    /// How long a stream may pause between two chunks.
    public Duration silence(ChatCall call) {
        return call.limits().silence().orElse(settings.silenceTimeout());
    }

    private Duration atMostUntilDeadline(ChatCall call, Duration limit) {
        Duration left = call.deadline().left();
        Duration shorter = left.compareTo(limit) < 0 ? left : limit;
        return shorter.isPositive() ? shorter : SHORTEST;
    }

    /// Gets a small resource below the base address and has it read.
    ///
    /// @throws UpstreamException as [#ask] does
    public <T> T get(String path, FailureReader failures, Reading<T> reading) {
        return lookUp("GET", path, Optional.empty(), LOOK_UP, new Cancellation(), failures, reading);
    }

    /// Asks for something small that a call has to know before it asks for its answer; nobody waits long for it.
    ///
    /// @throws UpstreamException as [#ask] does
    public <T> T lookUp(String path, JsonText body, ChatCall call, FailureReader failures,
            Reading<T> reading) {
        return lookUp("POST", path, Optional.of(body), atMostUntilDeadline(call, LOOK_UP),
                call.cancellation(),
                failures, reading);
    }

    private <T> T lookUp(String method, String path, Optional<JsonText> body, Duration timeout,
            Cancellation cancellation, FailureReader failures, Reading<T> reading) {
        Map<String, String> headers = headers("application/json");
        body.ifPresent(_ -> headers.put("Content-Type", "application/json"));
        UpstreamRequest request = new UpstreamRequest(method, at(path), headers, body, timeout, timeout);
        try (UpstreamResponse response = http.send(request, cancellation)) {
            return read(response, Optional.empty(), failures, reading);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private <T> T read(UpstreamResponse response, Optional<ClientApi> relayed, FailureReader failures,
            Reading<T> reading) throws IOException {
        if (response.status() != 200) {
            throw failed(response, relayed, failures);
        }
        Optional<String> coding = ErrorBodies.coding(response);
        if (coding.isPresent()) {
            throw garbled(coded(coding.get()));
        }
        T answer = reading.from(response);
        response.finish();
        return answer;
    }

    /// Reads an answer whole, up to 64 MiB.
    ///
    /// @throws RefusedException if the memory for answers does not suffice
    public byte[] readAll(UpstreamResponse response, ChatCall call) throws IOException {
        byte[] bytes = HeldAnswer.read(response.body(), MAX_ANSWER_BYTES, call.memory());
        refuseIfTooLong(bytes.length);
        return bytes;
    }

    /// Reads the answer of a look-up for a request, up to 4 MiB.
    ///
    /// @throws RefusedException if the memory for answers does not suffice
    public byte[] readSmall(UpstreamResponse response, ChatCall call) throws IOException {
        return small(HeldAnswer.read(response.body(), MAX_LOOK_UP_BYTES, call.memory()));
    }

    /// Reads the answer of a look-up that no request waits for, up to 4 MiB and 32 MiB as a tree.
    public byte[] readSmall(UpstreamResponse response) throws IOException {
        byte[] bytes = small(response.body().readNBytes(MAX_LOOK_UP_BYTES + 1));
        if (TreeCost.of(bytes) > MAX_LOOK_UP_TREE) {
            throw garbled("answered with too many JSON values");
        }
        return bytes;
    }

    private byte[] small(byte[] bytes) {
        if (bytes.length > MAX_LOOK_UP_BYTES) {
            throw garbled("answered with more than " + MAX_LOOK_UP_BYTES + " bytes");
        }
        return bytes;
    }

    /// @throws UpstreamException if that is more than an answer may have
    void refuseIfTooLong(long bytes) {
        if (bytes > MAX_ANSWER_BYTES) {
            throw garbled("answered with more than " + MAX_ANSWER_BYTES + " bytes");
        }
    }

    /// The failure that a response without success tells; reads its body.
    public UpstreamException failed(UpstreamResponse response, FailureReader failures) {
        return failed(response, Optional.empty(), failures);
    }

    private UpstreamException failed(UpstreamResponse response, Optional<ClientApi> relayed,
            FailureReader failures) {
        int status = response.status();
        if (status < 400) {
            return garbled("answered with status " + status + ", which is none of a completion");
        }
        byte[] body = ErrorBodies.read(response);
        FailureDetail detail = ErrorBodies.undecoded(response, body)
                .map(coding -> FailureDetail.of(context.name() + " " + coded(coding)))
                .or(() -> failures.readError(body))
                .or(() -> ErrorJson.readBody(body)) // a proxy in between writes errors of its own
                .orElseGet(() -> FailureDetail.of(context.name() + " answered with status " + status
                        + ErrorPages.title(body)
                                .map(title -> " and a page: " + title)
                                .orElse(" and no message that can be read")))
                .withStatus(status)
                .withReply(new UpstreamReply(ReplyHeaders.of(response, relayed),
                        relayed.flatMap(api -> RelayedErrors.body(api, status, body))));
        Optional<Duration> wait = RetryAfter.read(response, now())
                .or(() -> failures.readRetryAfter(response::header))
                .or(detail::retryAfter)
                .map(RetryAfter::capped);
        return new UpstreamException(meaning(wait.map(detail::withRetryAfter).orElse(detail), failures));
    }

    /// What it means. Its texts are free of keys and of a bounded length. A prompt that does not fit into its model's context
    /// is recognised whatever `failures` knows.
    public UpstreamFailure meaning(FailureDetail detail, FailureReader failures) {
        FailureDetail clean = detail.withTexts(text -> ErrorBodies.shortened(redacted(text)))
                .withReply(detail.reply().withTexts(this::redacted));
        return ContextLimit.rejection(clean).orElseGet(() -> failures.classify(clean));
    }

    private String redacted(String text) {
        return KeyTexts.redacted(settings.key().map(key -> key.redact(text)).orElse(text));
    }

    private static String coded(String coding) {
        return "answered in the content coding '" + coding + "', which the gateway did not ask for";
    }

    /// @param what goes on from the provider's name
    public UpstreamException garbled(String what) {
        return garbled(FailureDetail.of(context.name() + " " + what));
    }

    UpstreamException garbled(FailureDetail detail) {
        return new UpstreamException(new UpstreamFailure.Garbled(
                detail.withTexts(text -> ErrorBodies.shortened(redacted(text)))));
    }

    /// The failure behind an I/O error.
    public UpstreamException broken(IOException e) {
        FailureDetail detail = FailureDetail.of(context.name() + ": " + e.getMessage());
        if (!(e instanceof TransportException transport)) {
            return new UpstreamException(new UpstreamFailure.Garbled(detail), e);
        }
        UpstreamFailure failure = switch (transport.reason()) {
            case UNREACHABLE -> new UpstreamFailure.Unavailable(detail);
            case EXHAUSTED -> new UpstreamFailure.Unavailable(detail.withStatus(503));
            case NO_HEAD -> new UpstreamFailure.TimedOut(detail);
            case SILENT -> new UpstreamFailure.TimedOut(detail);
            case BROKEN -> new UpstreamFailure.Garbled(detail);
        };
        return new UpstreamException(failure, e);
    }

    private Map<String, String> headers(String accept) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        settings.key().map(keyHeaders::of).ifPresent(headers::putAll);
        headers.put("Accept", accept);
        headers.put("User-Agent", context.userAgent());
        return headers;
    }

    /// The time by the wall clock, for stamps and dates.
    Instant now() {
        return context.clock().instant();
    }

    /// An address below the base address.
    public URI at(String path) {
        return URI.create(settings.baseUri() + path);
    }
}
