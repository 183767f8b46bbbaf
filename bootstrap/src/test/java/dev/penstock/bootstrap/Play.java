package dev.penstock.bootstrap;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// How an upstream plays a fault.
///
/// @param script tells the pretend upstream what to do
/// @param address makes the address that the gateway has of it
/// @param arrives whether requests reach it whole enough to be counted
/// @param limit the setting whose time has to pass until the fault is noticed, which is then set to something short
/// @param notice for people: after how long it is noticed
/// @param bodyBytes how long the client's request is, at least
record Play(Consumer<FakeUpstream> script, UnaryOperator<String> address, boolean arrives,
        Optional<String> limit,
        String notice, int bodyBytes) {
    static final String ROLE = "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";
    static final String CHUNK = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}";
    static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    static final String COMPLETION = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"one\"},"
            + "\"finish_reason\":\"stop\"}]}";
    private static final String AT_ONCE = "at once";

    /// The same reply to every request.
    static Play always(Reply reply) {
        return scripted(upstream -> upstream.answer(reply));
    }

    static Play scripted(Consumer<FakeUpstream> script) {
        return new Play(script, address -> address, true, Optional.empty(), AT_ONCE, 0);
    }

    /// Nobody can be asked at the address.
    static Play unreachable(UnaryOperator<String> address, Consumer<FakeUpstream> script) {
        return new Play(script, address, false, Optional.empty(), AT_ONCE, 0);
    }

    /// An error's status and body, and a header or none.
    static Play error(int status, String code, String... header) {
        return always(errorReply(status, code, header));
    }

    static Reply errorReply(int status, String code, String... header) {
        Reply reply = Reply.json(status, "{\"error\":{\"message\":\"No\",\"code\":\"" + code + "\"}}");
        return header.length == 0 ? reply : reply.header(header[0], header[1]);
    }

    /// A good answer, in the form that was asked for.
    static FakeUpstream well(FakeUpstream upstream) {
        return upstream.answerWith(request -> request.text().contains("\"stream\":true")
                ? Reply.sse(event(CHUNK) + event(END) + event("[DONE]"))
                : Reply.json(200, COMPLETION));
    }

    static Reply stream() {
        return Reply.head(200, "Content-Type: text/event-stream");
    }

    /// So much of a whole answer, whose head promises all of it.
    static Reply part(int length) {
        return Reply.head(200, "Content-Type: application/json", "Content-Length: " + COMPLETION.length())
                .write(COMPLETION.substring(0, length));
    }

    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    /// Is noticed when the time of that setting has passed.
    Play after(String setting) {
        return new Play(script, address, arrives, Optional.of(setting), "after `" + setting + "`", bodyBytes);
    }

    /// Is noticed, for people, so.
    Play noticed(String words) {
        return new Play(script, address, arrives, limit, words, bodyBytes);
    }

    Play forBodyOf(int bytes) {
        return new Play(script, address, arrives, limit, notice, bytes);
    }
}
