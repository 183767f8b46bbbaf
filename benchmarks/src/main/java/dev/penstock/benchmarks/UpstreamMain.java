package dev.penstock.benchmarks;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A pretend upstream in a process of its own. Writes its port to standard output and ends with standard input.
///
/// A stream comes event by event, each a chunk and a write of its own, as models send them.
final class UpstreamMain {
    private UpstreamMain() {}

    static void main() throws IOException {
        Reply whole = Reply.json(200, Bodies.whole());
        Reply stream = Reply.head(200, "Content-Type: text/event-stream");
        for (String event : Bodies.stream().split("(?<=\n\n)", -1)) {
            stream = stream.write(event);
        }
        Reply streamed = stream;
        try (FakeUpstream upstream = FakeUpstream.start().keepRequests(false)) {
            upstream.answerWith(request -> wantsStream(request) ? streamed : whole);
            System.out.println(upstream.port());
            while (System.in.read() >= 0) {
                // until whoever started it is gone
            }
        }
    }

    private static boolean wantsStream(ReceivedRequest request) {
        byte[] body = request.body();
        int tail = Math.max(0, body.length - 60);
        return new String(body, tail, body.length - tail, StandardCharsets.UTF_8).contains("\"stream\":true");
    }
}
