package dev.penstock.benchmarks;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.openai.wire.EventReader;
import dev.penstock.openai.wire.StreamedAnswer;
import dev.penstock.openai.wire.WholeAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the wire format costs, without sockets.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
public class WireBenchmark {
    private static final JsonText MODEL = JsonText.of("\"qwen3-max\"");

    /// The size of the request's prompt, in bytes.
    @Param({"1000", "100000"})
    int prompt;

    private byte[] request = {};
    private byte[] stream = {};
    private byte[] whole = {};

    @Setup
    public void prepare() {
        request = Bodies.request("stream", prompt).getBytes(StandardCharsets.UTF_8);
        stream = Bodies.stream().getBytes(StandardCharsets.UTF_8);
        whole = Bodies.whole().getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a request's head and writes its edits.
    @Benchmark
    public JsonText request() {
        ChatRequest read = ChatJson.read(request, Map.of());
        return new BodyEdits(read.body()).set("model", MODEL).askForUsage().apply();
    }

    /// One event of a stream, from the upstream's bytes to a chunk.
    @Benchmark
    @OperationsPerInvocation(Bodies.EVENTS)
    public int event() {
        EventReader events = new EventReader();
        StreamedAnswer answer = new StreamedAnswer(1);
        int chunks = 0;
        for (int from = 0; from < stream.length; from += 1000) { // a read brings a few events
            events.feed(stream, from, Math.min(1000, stream.length - from), answer::accept);
            chunks += answer.take().size();
        }
        return chunks;
    }

    /// A whole answer, read for its usage.
    @Benchmark
    public Object whole() {
        return WholeAnswer.read(whole).orElseThrow().end();
    }
}
