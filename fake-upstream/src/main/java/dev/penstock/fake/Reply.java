package dev.penstock.fake;

import dev.penstock.fake.Step.Framing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a pretend upstream does with one request: a script of steps, played in their order. Immutable.
///
/// A script that just ends ends the body cleanly and keeps the connection; steps after an explicit [#end()] happen on
/// the connection while its client believes it idle.
public final class Reply {
    private final List<Step> steps;
    private final boolean early;

    private Reply(List<Step> steps, boolean early) {
        this.steps = List.copyOf(steps);
        this.early = early;
    }

    public static Reply json(int status, String body) {
        return json(status, utf8(body));
    }

    public static Reply json(int status, byte[] body) {
        return head(status, "Content-Type: application/json", "Content-Length: " + body.length).write(body);
    }

    public static Reply sse(String body) {
        return sse(utf8(body));
    }

    /// An event stream whose body comes in one chunk and ends cleanly.
    public static Reply sse(byte[] body) {
        return sse(200, body);
    }

    /// `.sse` as an event stream, `.json` as a JSON body, both with status 200; `.http` byte for byte.
    public static Reply fixture(String name) {
        return fixture(200, name);
    }

    /// @param status of no account to an `.http` fixture, which has one of its own
    public static Reply fixture(int status, String name) {
        byte[] bytes = Fixtures.bytes(name);
        if (name.endsWith(".sse")) {
            return sse(status, bytes);
        }
        if (name.endsWith(".json")) {
            return json(status, bytes);
        }
        Reply reply = script().verbatim(bytes);
        String head = new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2)[0]
                .toLowerCase(Locale.ROOT);
        return head.contains("\r\nconnection: close") ? reply.cut() : reply;
    }

    /// Written as it is; then the connection is closed.
    public static Reply raw(byte[] wholeResponse) {
        return script().verbatim(wholeResponse).cut();
    }

    public static Reply raw(String wholeResponse) {
        return raw(utf8(wholeResponse));
    }

    /// Begins with a head. The body is chunked, unless a `Content-Length` is among the headers.
    ///
    /// @param headers lines such as `Retry-After: 3`
    public static Reply head(int status, String... headers) {
        return new Reply(List.of(new Step.Head(status, List.of(headers), framing(List.of(headers)))), false);
    }

    public static Reply head(int status, Map<String, String> headers) {
        return head(status,
                headers.entrySet()
                        .stream()
                        .map(h -> h.getKey() + ": " + h.getValue())
                        .toArray(String[]::new));
    }

    /// Begins with nothing, not even a head.
    public static Reply script() {
        return new Reply(List.of(), false);
    }

    /// Never says anything.
    public static Reply silent() {
        return script().hang();
    }

    /// Closes the connection without a byte.
    public static Reply noAnswer() {
        return script().cut();
    }

    /// Answers without having read the request's body, and closes the connection.
    public static Reply early(Reply reply) {
        return new Reply(reply.steps, true);
    }

    /// Adds a header to the head.
    public Reply header(String name, String value) {
        Step.Head head = head();
        var lines = new ArrayList<>(head.headerLines());
        lines.add(name + ": " + value);
        return withHead(new Step.Head(head.status(), lines, head.framing()));
    }

    /// Leaves the body neither chunked nor counted: it lasts until the connection is closed.
    public Reply untilClose() {
        return withHead(new Step.Head(head().status(), head().headerLines(), Framing.UNTIL_CLOSE));
    }

    /// Lets some time pass before everything scripted so far.
    public Reply after(Duration time) {
        return before(new Step.Delay(time));
    }

    /// Holds back everything scripted so far until the gate opens.
    public Reply after(Gate gate) {
        return before(new Step.Await(gate));
    }

    public Reply write(String chunk) {
        return write(utf8(chunk));
    }

    /// A piece of body, as one chunk if the body is chunked, sent at once.
    public Reply write(byte[] chunk) {
        return then(new Step.Write(chunk));
    }

    /// Repeats the chunk until the peer closes; never pauses but when the peer does not read.
    public Reply writeForEver(String chunk) {
        return then(new Step.WriteForEver(utf8(chunk)));
    }

    /// Bytes without framing: a broken chunk, trailers, interim heads, a whole response.
    public Reply verbatim(byte[] bytes) {
        return then(new Step.Verbatim(bytes));
    }

    public Reply verbatim(String bytes) {
        return verbatim(utf8(bytes));
    }

    public Reply delay(Duration time) {
        return then(new Step.Delay(time));
    }

    public Reply await(Gate gate) {
        return then(new Step.Await(gate));
    }

    /// Tells the test that the script has come this far: that everything before has been taken by the peer's side.
    public Reply open(Gate gate) {
        return then(new Step.Open(gate));
    }

    /// Cuts what is written from here on into socket writes of so many bytes.
    public Reply inPieces(int bytes) {
        return then(new Step.Pieces(bytes));
    }

    /// Closes the connection where the script stands, without a word on the body's end.
    public Reply cut() {
        return then(new Step.Cut());
    }

    /// Breaks the connection off by a TCP reset.
    public Reply reset() {
        return then(new Step.Reset());
    }

    /// Stays silent until the peer or the pretend upstream closes.
    public Reply hang() {
        return then(new Step.Hang());
    }

    /// Ends the body cleanly.
    public Reply end() {
        return then(new Step.End());
    }

    List<Step> steps() {
        return steps;
    }

    boolean isEarly() {
        return early;
    }

    private static Reply sse(int status, byte[] body) {
        return head(status, "Content-Type: text/event-stream").write(body);
    }

    private static Framing framing(List<String> headers) {
        boolean counted = headers.stream()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"));
        return counted ? Framing.COUNTED : Framing.CHUNKED;
    }

    private Step.Head head() {
        return steps.stream()
                .filter(Step.Head.class::isInstance)
                .map(Step.Head.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this reply has no head"));
    }

    private Reply withHead(Step.Head changed) {
        return new Reply(steps.stream().map(step -> step instanceof Step.Head ? changed : step).toList(),
                early);
    }

    private Reply before(Step step) {
        var longer = new ArrayList<Step>();
        longer.add(step);
        longer.addAll(steps);
        return new Reply(longer, early);
    }

    private Reply then(Step step) {
        var longer = new ArrayList<>(steps);
        longer.add(step);
        return new Reply(longer, early);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
