package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.Ending.answers;
import static dev.penstock.bootstrap.Ending.breaksOff;
import static dev.penstock.bootstrap.Ending.goesOn;
import static dev.penstock.bootstrap.Ending.told;
import static dev.penstock.bootstrap.Play.CHUNK;
import static dev.penstock.bootstrap.Play.COMPLETION;
import static dev.penstock.bootstrap.Play.ROLE;
import static dev.penstock.bootstrap.Play.always;
import static dev.penstock.bootstrap.Play.error;
import static dev.penstock.bootstrap.Play.errorReply;
import static dev.penstock.bootstrap.Play.event;
import static dev.penstock.bootstrap.Play.part;
import static dev.penstock.bootstrap.Play.scripted;
import static dev.penstock.bootstrap.Play.stream;
import static dev.penstock.bootstrap.Play.unreachable;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.util.List;

/// What an upstream can do wrong, and what has to come of it: the table behind `docs/failures.md`, and behind the test
/// that plays it.
@SuppressWarnings("ImmutableEnumChecker") // a play has a script, which changes nothing
enum Fault {
    REFUSED("refuses the connection", unreachable(address -> address, FakeUpstream::close),
            goesOn(502, Words.UNAVAILABLE, 2)),

    UNKNOWN_HOST("has a host name that nobody knows",
            unreachable(address -> address.replace("127.0.0.1", "upstream.invalid"), Play::well),
            goesOn(502, Words.UNAVAILABLE, 2)),

    NO_TLS("does not speak TLS, though its address is `https`",
            unreachable(address -> address.replace("http:", "https:"), Play::well),
            goesOn(502, Words.UNAVAILABLE, 2)),

    RESET_WHILE_SENDING("resets the connection while a request of 8 MB is sent",
            always(Reply.early(Reply.script().reset())).forBodyOf(8_000_000),
            goesOn(502, Words.GARBLED, 2)),

    NO_ANSWER("closes the connection without an answer", always(Reply.noAnswer()),
            goesOn(502, Words.GARBLED, 2)),

    NO_HEAD("says nothing", always(Reply.silent()).after("head-timeout"),
            always(Reply.silent()).after("response-timeout"), goesOn(504, Words.TIMEOUT, 1)),

    THROTTLED("429 without `Retry-After`", error(429, "limit_requests"),
            goesOn(429, Words.THROTTLED, "limit_requests", 2)),

    THROTTLED_FOR_A_MOMENT("429 with a short `Retry-After`, then an answer", scripted(
            upstream -> Play.well(upstream).next(errorReply(429, "limit_requests", "Retry-After", "0.05")))
            .noticed("after the `Retry-After`"),
            answers(Words.THROTTLED)),

    THROTTLED_AGAIN("429 with a short `Retry-After`, each time",
            error(429, "limit_requests", "Retry-After", "0.05").noticed("after the `Retry-After`"),
            new Ending.Pair(goesOn(429, Words.THROTTLED, "limit_requests", 2).alone(),
                    Ending.fallback(List.of(Words.THROTTLED, Words.THROTTLED)))),

    THROTTLED_FOR_LONG("429 with a long `Retry-After`", error(429, "limit_requests", "Retry-After", "60"),
            goesOn(429, Words.THROTTLED, "limit_requests", 1)),

    BROKEN("500", error(500, "internal_error"), goesOn(500, Words.UNAVAILABLE, "internal_error", 2)),

    DOWN("503", error(503, "overloaded"), goesOn(503, Words.UNAVAILABLE, "overloaded", 2)),

    KEY_REJECTED("401", error(401, "invalid_api_key"), goesOn(401, Words.CREDENTIAL, "invalid_api_key", 1)),

    NO_MONEY("402", error(402, "insufficient_credits"),
            goesOn(402, Words.CREDENTIAL, "insufficient_credits", 1)),

    NO_MODEL("404: no such model", error(404, "model_not_found"), goesOn(404, Words.NO_MODEL, 1)),

    CLIENTS_MISTAKE("400: the client's mistake", error(400, "invalid_value"),
            told(400, "rejected", "invalid_value")),

    FILTERED("400: a content filter", error(400, "content_filter"),
            told(400, "content_filter", "content_filter")),

    HTML("502 with a page of HTML", always(Reply.fixture("edge/html-502.http")),
            goesOn(502, Words.UNAVAILABLE, 2)),

    EMPTY("200 and nothing", always(stream().header("Content-Length", "0").end()),
            always(Reply.json(200, "")), goesOn(502, Words.GARBLED, 2)),

    ERROR_FIRST("200 and an error instead of an answer", always(Reply.sse(event(Words.ERROR))),
            always(Reply.json(200, Words.ERROR)), goesOn(503, Words.UNAVAILABLE, 2)),

    SLOW_FIRST_TOKEN("a head, and then no token",
            always(stream().write(": wait\n\n").hang()).after("first-token-timeout"),
            always(part(0).hang()).after("silence-timeout"), goesOn(504, Words.TIMEOUT, 1)),

    CUT_BEFORE_THE_FIRST_TOKEN("a head, and then a broken connection",
            always(stream().write(": wait\n\n").cut()),
            always(part(0).cut()), goesOn(502, Words.GARBLED, 2)),

    SILENT_BEHIND_THE_ROLE("a role without a word, and then silence",
            always(stream().write(event(ROLE)).hang()).after("first-token-timeout"),
            always(part(40).hang()).after("silence-timeout"), goesOn(504, Words.TIMEOUT, 1)),

    CUT_BEHIND_THE_ROLE("a role without a word, and then a broken connection",
            always(stream().write(event(ROLE)).cut()), always(part(40).cut()),
            goesOn(502, Words.GARBLED, 2)),

    GARBAGE("something that is no answer", always(Reply.sse(event("lorem ipsum"))),
            always(Reply.json(200, "lorem ipsum")), goesOn(502, Words.GARBLED, 2)),

    TRUNCATED("JSON that stops in the middle", always(Reply.sse("data: " + CHUNK.substring(0, 40) + "\n\n")),
            always(Reply.json(200, COMPLETION.substring(0, 40))), goesOn(502, Words.GARBLED, 2)),

    LONG_LINE("a line of 20 MB", scripted(upstream -> upstream.answer(stream().write(Words.megabytes(20)))),
            goesOn(502, Words.GARBLED, 2),
            scripted(upstream -> upstream.answer(
                    Reply.json(200,
                            COMPLETION.replace("one", Words.megabytes(20).substring(0, 20_000_000))))),
            answers()),

    CUT_MIDWAY("a part of the answer, and then a broken connection",
            always(stream().write(event(CHUNK)).cut()),
            breaksOff(502, Words.GARBLED, Words.GARBLED), always(part(40).cut()),
            goesOn(502, Words.GARBLED, 2)),

    ENDED_MIDWAY("a part of the answer, and then a clean end", always(stream().write(event(CHUNK)).end()),
            breaksOff(502, Words.GARBLED, Words.GARBLED),
            always(Reply.json(200, "{\"choices\":[]}")), goesOn(502, Words.GARBLED, 2)),

    GARBAGE_MIDWAY("a part of the answer, and then something that is none",
            always(Reply.sse(event(CHUNK) + event("lorem ipsum"))),
            breaksOff(502, Words.GARBLED, Words.GARBLED),
            always(Reply.json(200, COMPLETION + "lorem")), goesOn(502, Words.GARBLED, 2)),

    STALLED_MIDWAY("a part of the answer, and then silence",
            always(stream().write(event(CHUNK)).hang()).after("silence-timeout"),
            breaksOff(504, Words.TIMEOUT, Words.TIMEOUT), always(part(40).hang()).after("silence-timeout"),
            goesOn(504, Words.TIMEOUT, 1)),

    ERROR_MIDWAY("a part of the answer, and then an error",
            always(stream().write(event(CHUNK) + event(Words.ERROR))),
            breaksOff(503, Words.UNAVAILABLE, Words.UNAVAILABLE),
            always(Reply.json(200,
                    COMPLETION.replace("\"finish_reason\":\"stop\"",
                            Words.ERROR.substring(1, Words.ERROR.length() - 1)))),
            goesOn(503, Words.UNAVAILABLE, 2));

    private final String what;
    private final Play streamed;
    private final Ending.Pair streamedEnding;
    private final Play whole;
    private final Ending.Pair wholeEnding;

    Fault(String what, Play play, Ending.Pair ending) {
        this(what, play, ending, play, ending);
    }

    Fault(String what, Play streamed, Play whole, Ending.Pair ending) {
        this(what, streamed, ending, whole, ending);
    }

    Fault(String what, Play streamed, Ending.Pair streamedEnding, Play whole, Ending.Pair wholeEnding) {
        this.what = what;
        this.streamed = streamed;
        this.streamedEnding = streamedEnding;
        this.whole = whole;
        this.wholeEnding = wholeEnding;
    }

    /// What the upstream does, for people.
    String what() {
        return what;
    }

    Play play(boolean stream) {
        return stream ? streamed : whole;
    }

    Ending ending(boolean stream, boolean withFallback) {
        Ending.Pair pair = stream ? streamedEnding : wholeEnding;
        return withFallback ? pair.withFallback() : pair.alone();
    }

    /// The words of the ledger for kinds of failures, and what is sent more than once.
    private static final class Words {
        static final String UNAVAILABLE = "upstream_unavailable";
        static final String TIMEOUT = "upstream_timeout";
        static final String GARBLED = "upstream_garbled";
        static final String THROTTLED = "throttled";
        static final String CREDENTIAL = "credential_unusable";
        static final String NO_MODEL = "model_not_found";
        static final String ERROR = "{\"error\":{\"message\":\"No\",\"code\":503}}";

        static String megabytes(int count) {
            return "x".repeat(count * 1024 * 1024);
        }
    }
}
