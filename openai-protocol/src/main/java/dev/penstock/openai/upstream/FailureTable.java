package dev.penstock.openai.upstream;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import java.util.List;
import java.util.Locale;

/// The meaning of an upstream's failure by its status and by the words that most upstreams use.
public final class FailureTable {
    /// Of a key that is refused or an account that is empty; here `insufficient_quota` means for good, as with OpenAI.
    private static final List<String> OF_ACCOUNT = List.of("apikey", "authentication", "unauthorized",
            "accessdenied",
            "permissiondenied", "insufficientquota", "insufficientcredits", "billing", "payment");
    private static final int PAYMENT_REQUIRED = 402;
    private static final int TOO_MANY = 429;

    private FailureTable() {}

    public static UpstreamFailure classify(FailureDetail detail) {
        String words = words(detail);
        if (words.contains("contentfilter") || words.contains("contentpolicy")
                || words.contains("moderation")) {
            return new UpstreamFailure.ContentFiltered(detail);
        }
        return ContextLimit.rejection(detail).orElseGet(() -> byCause(detail, words));
    }

    private static UpstreamFailure byCause(FailureDetail detail, String words) {
        boolean ofAccount = OF_ACCOUNT.stream().anyMatch(words::contains);
        if (ofAccount && detail.status().orElse(TOO_MANY) == TOO_MANY) { // a 429 for an account without money, too
            return new UpstreamFailure.CredentialUnusable(
                    detail.status().isPresent() ? detail.withStatus(PAYMENT_REQUIRED) : detail);
        }
        return detail.status().isPresent()
                ? byStatus(detail, detail.status().getAsInt())
                : byWords(detail, words);
    }

    private static UpstreamFailure byStatus(FailureDetail detail, int status) {
        return switch (status) {
            case 401, 402, 403 -> new UpstreamFailure.CredentialUnusable(detail);
            case 404 -> new UpstreamFailure.ModelMissing(detail);
            case 408, 504, 524 -> new UpstreamFailure.TimedOut(detail);
            case 429 -> new UpstreamFailure.Throttled(detail);
            default -> status >= 500
                    ? new UpstreamFailure.Unavailable(detail)
                    : new UpstreamFailure.Rejected(detail);
        };
    }

    /// An error without a status, as the first or a later event of a stream that began with 200.
    private static UpstreamFailure byWords(FailureDetail detail, String words) {
        if (words.contains("ratelimit") || words.contains("throttl") || words.contains("toomanyrequests")) {
            return new UpstreamFailure.Throttled(detail);
        }
        if (words.contains("invalid") || words.contains("badrequest")) {
            return new UpstreamFailure.Rejected(detail);
        }
        return words.contains("notfound")
                ? new UpstreamFailure.ModelMissing(detail)
                : new UpstreamFailure.Unavailable(detail);
    }

    /// Code and type without dots, dashes and underscores, for their spelling differs by surface.
    static String words(FailureDetail detail) {
        return (detail.code().orElse("") + ' ' + detail.type().orElse("")).toLowerCase(Locale.ROOT)
                .replaceAll("[._-]", "");
    }
}
