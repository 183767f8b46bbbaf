package dev.penstock.testkit;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.openai.upstream.Dialect;
import dev.penstock.openai.upstream.OpenAiProvider;
import dev.penstock.openai.upstream.UpstreamSettings;
import dev.penstock.spi.Capability;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Function;

/// Good at everything, but keeps its deadlines by the wall clock.
final class WallClockProvider implements ProviderPlugin {
    @Override
    public String kind() {
        return "wall-clock";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Provider connect(Settings settings, PluginContext context) {
        UpstreamSettings common = UpstreamSettings.anywhere(settings);
        return new Late(OpenAiProvider.connect(common, Dialect.STANDARD, context), context.clock());
    }

    private record Late(Provider sound, InstantSource clock) implements Provider, ChatCompletionPort {
        @Override
        public ChatCompletion complete(ChatCall call) {
            return inTime(call, patient -> sound.chat().complete(patient));
        }

        @Override
        public ChatEnd stream(ChatCall call, ChunkSink sink) {
            return inTime(call, patient -> sound.chat().stream(patient, sink));
        }

        private <T> T inTime(ChatCall call, Function<ChatCall, T> asking) {
            Instant end = clock.instant().plus(call.deadline().left());
            T answer = asking.apply(new ChatCall(call.requestId(), call.request(), call.upstreamModel(),
                    Deadline.in(Bench.SOON), TimeLimits.NONE, new Cancellation()));
            if (clock.instant().isAfter(end)) {
                throw new UpstreamException(new UpstreamFailure.TimedOut(FailureDetail.of("too late")));
            }
            return answer;
        }

        @Override
        public ChatCompletionPort chat() {
            return this;
        }

        @Override
        public String target() {
            return sound.target();
        }

        @Override
        public void close() {
            sound.close();
        }
    }
}
