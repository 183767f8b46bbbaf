package dev.penstock.adapter.dashscope;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.upstream.Dialect;
import dev.penstock.openai.upstream.FailureTable;
import dev.penstock.openai.upstream.MessageEdits;
import dev.penstock.openai.wire.BodyEdits;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Where DashScope differs; the README of this module lists every quirk with its source.
final class DashScopeDialect implements Dialect {
    private static final JsonText REQUIRED = JsonText.of("\"required\"");
    private static final JsonText AUTO = JsonText.of("\"auto\"");
    private static final Set<String> OUT_OF_MONEY = Set.of("commoditynotpurchased", "prepaidbilloverdue",
            "postpaidbilloverdue", "budgetlimitexceeded");
    private static final Set<String> KEY_REFUSED = Set.of("invalidapikey", "allocationquotafreetieronly");
    private static final int PAYMENT_REQUIRED = 402;

    private static final String CACHE_HEADER = "x-dashscope-cachecontrol";

    private final StreamOnlyModels streamOnly = StreamOnlyModels.known();
    private final boolean cacheMarks;

    /// @param cacheMarks whether to ask for caching where the client does not
    DashScopeDialect(boolean cacheMarks) {
        this.cacheMarks = cacheMarks;
    }

    @Override
    public void edit(BodyEdits edits, ChatCall call) {
        MessageEdits.developerToSystem(edits);
        MessageEdits.contentBesideToolCalls(edits);
        edits.body()
                .member("tool_choice")
                .filter(choice -> edits.body().value(choice).equals(REQUIRED))
                .ifPresent(_ -> edits.set("tool_choice", AUTO));
        edits.body()
                .member("tools")
                .filter(tools -> edits.body().value(tools).text().replaceAll("\\s", "").equals("[]"))
                .ifPresent(_ -> edits.remove("tools"));
        if (cacheMarks) {
            CacheMarks.add(edits, call);
        }
    }

    /// Clients made for DashScope say with these headers how to cache and inspect; nobody else is told.
    @Override
    public Map<String, String> headers(ChatRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> {
            if (name.startsWith("x-dashscope-")) {
                headers.put(name, value);
            }
        });
        if (cacheMarks && request.body().member("messages").isPresent()) {
            headers.putIfAbsent(CACHE_HEADER, "enable");
        }
        return headers;
    }

    @Override
    public boolean onlyStreams(ChatRequest request, String upstreamModel) {
        return streamOnly.contains(upstreamModel);
    }

    @Override
    public UpstreamFailure classify(FailureDetail detail) {
        String code = detail.code().orElse("").toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
        if (code.equals("arrearage")) {
            return new UpstreamFailure.CredentialUnusable(detail.withStatus(PAYMENT_REQUIRED)); // sent as a 400
        }
        if (code.startsWith("datainspection")) {
            return new UpstreamFailure.ContentFiltered(detail);
        }
        if (OUT_OF_MONEY.contains(code) || isPlanExhausted(detail)) {
            return new UpstreamFailure.CredentialUnusable(detail.withStatus(PAYMENT_REQUIRED)); // sent as a 429
        }
        if (KEY_REFUSED.contains(code) || code.endsWith("accessdenied") || code.startsWith("accessdenied")) {
            return new UpstreamFailure.CredentialUnusable(detail);
        }
        if (code.startsWith("throttling") || code.startsWith("limit") || code.equals("insufficientquota")) {
            return throttled(detail, code);
        }
        if (code.equals("modelnotfound") || code.equals("modelnotsupported")) {
            return new UpstreamFailure.ModelMissing(detail);
        }
        return FailureTable.classify(detail);
    }

    /// Here `insufficient_quota` means too many tokens a minute; to OpenAI's clients it means out of money, for ever.
    private static UpstreamFailure throttled(FailureDetail detail, String code) {
        if (detail.status().orElse(429) == 403) {
            return new UpstreamFailure.CredentialUnusable(detail);
        }
        boolean misleading = code.equals("insufficientquota") || code.endsWith("allocationquota");
        return new UpstreamFailure.Throttled(misleading
                ? detail.withCode("rate_limit_exceeded").withType("rate_limit_error")
                : detail);
    }

    /// Coding plans have allowances by the hour, the week and the month.
    private static boolean isPlanExhausted(FailureDetail detail) {
        return detail.message()
                .toLowerCase(Locale.ROOT)
                .matches("(?s).*\\b(hour|week|month)\\b.*allocated quota exceeded.*");
    }
}
