package dev.penstock.domain.failure;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// Why the gateway turned a request away before asking any upstream.
///
/// Sealed, so that a new reason does not compile until every client dialect has chosen a status for it.
public sealed interface Refusal {
    /// What was wrong and what to do about it, for the person who reads the client's error.
    String message();

    /// A short, stable word for programs and for the ledger.
    String code();

    /// No key was presented where one is demanded.
    record KeyMissing() implements Refusal {
        @Override
        public String message() {
            return "This gateway wants a key: send 'Authorization: Bearer <key>' or 'x-api-key: <key>'.";
        }

        @Override
        public String code() {
            return "missing_api_key";
        }
    }

    /// The key that was presented is not one of this gateway's.
    record KeyRejected() implements Refusal {
        @Override
        public String message() {
            return "The key that was sent is not one of this gateway's. Ask whoever runs it for a valid one.";
        }

        @Override
        public String code() {
            return "invalid_api_key";
        }
    }

    /// Nothing here answers to the model's name.
    ///
    /// @param hint what could be asked instead
    record ModelUnknown(String model, String hint) implements Refusal {
        public ModelUnknown {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(hint, "hint");
        }

        @Override
        public String message() {
            return "The model '" + model + "' is not known here. " + hint;
        }

        @Override
        public String code() {
            return "model_not_found";
        }
    }

    /// No answer of that id is kept for whoever asks.
    record ResponseUnknown(String id) implements Refusal {
        public ResponseUnknown {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public String message() {
            return "Response with id '" + id
                    + "' not found. Responses are not kept when 'store' is false, and not for ever"
                    + " otherwise.";
        }

        @Override
        public String code() {
            return "response_not_found";
        }
    }

    /// All upstreams that could answer are busy, or known to be out of order.
    ///
    /// @param why for the person who reads the client's error
    /// @param retryAfter when it is worth another try
    record Overloaded(String why, Duration retryAfter) implements Refusal {
        public Overloaded {
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }

        @Override
        public String message() {
            return why + " Try again in a moment.";
        }

        @Override
        public String code() {
            return "overloaded";
        }
    }

    /// All keys for the upstreams that could answer rest, for as long as the upstreams have asked for.
    ///
    /// @param retryAfter when the first of them wakes
    record KeysResting(Duration retryAfter) implements Refusal {
        public KeysResting {
            Objects.requireNonNull(retryAfter, "retryAfter");
        }

        @Override
        public String message() {
            return "The upstream has asked to be left alone for a while, and there is no other key and no other"
                    + " upstream for this model. Try again later.";
        }

        @Override
        public String code() {
            return "keys_resting";
        }
    }

    /// Those who answer to the model are plug-ins' that are not loaded.
    ///
    /// @param provider the first of them
    /// @param retryAfter when it is worth another try
    record ProviderNotLoaded(String provider, Duration retryAfter) implements Refusal {
        public ProviderNotLoaded {
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }

        @Override
        public String message() {
            return "The plug-in of the provider '" + provider
                    + "' is not loaded. Tell whoever runs the gateway.";
        }

        @Override
        public String code() {
            return "provider_not_loaded";
        }
    }

    /// Nobody who answers to the model gives what was asked for.
    ///
    /// @param what in the plural, such as `embeddings`
    record KindNotServed(String what) implements Refusal {
        public KindNotServed {
            Objects.requireNonNull(what, "what");
        }

        @Override
        public String message() {
            return "The provider of this model gives no " + what
                    + ". Ask one that does, by 'provider/model' or by a route.";
        }

        @Override
        public String code() {
            return "unsupported_endpoint";
        }
    }

    /// An interceptor of the gateway objects to the request.
    ///
    /// @param interceptor its name in the configuration
    /// @param why in the interceptor's words
    record Objected(String interceptor, String why) implements Refusal {
        public Objected {
            Objects.requireNonNull(interceptor, "interceptor");
            Objects.requireNonNull(why, "why");
        }

        @Override
        public String message() {
            return "This gateway's '" + interceptor + "' does not let the request pass: " + why;
        }

        @Override
        public String code() {
            return "request_refused";
        }
    }

    /// An interceptor has failed, and no request may pass without it.
    ///
    /// @param interceptor its name in the configuration
    /// @param retryAfter when it is worth another try
    record InterceptorFailed(String interceptor, Duration retryAfter) implements Refusal {
        public InterceptorFailed {
            Objects.requireNonNull(interceptor, "interceptor");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }

        @Override
        public String message() {
            return "This gateway's '" + interceptor
                    + "' has failed, and no request may pass without it. Try again in a moment, and tell whoever runs"
                    + " the gateway.";
        }

        @Override
        public String code() {
            return "interceptor_failed";
        }
    }

    /// The gateway stops and takes no new requests.
    ///
    /// @param retryAfter when another instance may be there
    record Stopping(Duration retryAfter) implements Refusal {
        public Stopping {
            Objects.requireNonNull(retryAfter, "retryAfter");
        }

        @Override
        public String message() {
            return "The gateway is stopping. Try again in a moment.";
        }

        @Override
        public String code() {
            return "gateway_stopping";
        }
    }

    /// The request itself cannot be used.
    ///
    /// @param param the member at fault
    record RequestInvalid(String message, Optional<String> param, String code) implements Refusal {
        public RequestInvalid {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(param, "param");
            Objects.requireNonNull(code, "code");
        }
    }

    /// The request has more bytes than this gateway accepts, or needs more memory than there is for all requests.
    record BodyTooLarge(String message) implements Refusal {
        /// @param limit in bytes
        public static BodyTooLarge over(long limit) {
            return new BodyTooLarge(
                    "The request body is larger than the limit of " + limit + " bytes. Send less, or raise"
                            + " 'listener.body-limit' in the gateway's configuration.");
        }

        /// @param ratio how many times as long as its coding the body may be
        public static BodyTooLarge inflated(int ratio) {
            return new BodyTooLarge(
                    "The encoded request body is more than " + ratio + " times as large when it is decoded."
                            + " Send it without 'Content-Encoding'.");
        }

        @Override
        public String code() {
            return "request_too_large";
        }
    }

    /// The body is of a kind that is not read here.
    ///
    /// @param was the content type that was sent, or words that say there was none
    record MediaTypeUnsupported(String was) implements Refusal {
        public MediaTypeUnsupported {
            Objects.requireNonNull(was, "was");
        }

        @Override
        public String message() {
            return "The request has " + was + "; send 'Content-Type: application/json'.";
        }

        @Override
        public String code() {
            return "unsupported_media_type";
        }
    }

    /// The body is coded in a way that is not read here.
    ///
    /// @param was the content encoding that was sent
    record EncodingUnsupported(String was) implements Refusal {
        public EncodingUnsupported {
            Objects.requireNonNull(was, "was");
        }

        @Override
        public String message() {
            return "The request has the content encoding '" + was
                    + "'; send the body as it is, or with 'gzip' or 'zstd'.";
        }

        @Override
        public String code() {
            return "unsupported_content_encoding";
        }
    }
}
