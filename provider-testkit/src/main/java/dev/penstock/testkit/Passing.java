package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.InterceptedAnswer;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.RequestEditor;
import dev.penstock.domain.port.RequestGuard;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.openai.wire.ChatJson;

/// A request that passes an interceptor, and what has to come of it.
final class Passing {
    private Passing() {}

    static void of(Interceptor interceptor, InterceptedRequest request, InterceptedAnswer answer,
            UsageRecord line) {
        assertThatCode(() -> pass(interceptor, request, answer, line))
                .as("what is thrown at " + request.endpoint())
                .doesNotThrowAnyException();
    }

    private static void pass(Interceptor interceptor, InterceptedRequest request, InterceptedAnswer answer,
            UsageRecord line) {
        switch (interceptor) {
            case RequestGuard guard -> assertThat(guard.objection(request))
                    .as("objection(): an Optional, empty if there is none")
                    .isNotNull();
            case RequestEditor editor -> {
                JsonText edited = editor.edit(request);
                assertThat(edited).as("edit(): a body, the request's own if nothing changes").isNotNull();
                assertThatCode(() -> ChatJson.head(edited.toBytes(), request.headers()))
                        .as("reading what edit() has made of " + request.endpoint())
                        .doesNotThrowAnyException();
            }
            case RequestObserver observer -> {
                RequestObserver.Sequel sequel = observer.asked(request);
                assertThat(sequel).as("asked(): what hears of the request's end").isNotNull();
                sequel.ended(answer, line);
            }
        }
    }
}
