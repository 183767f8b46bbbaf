package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.time.Moment;
import dev.penstock.domain.time.Ticker;
import dev.penstock.openai.wire.CarriedJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Responses that clients may come back to, for `previous_response_id`, `item_reference` and `GET /v1/responses/{id}`.
/// Whoever presents another key does not find them. When there is no more room, those go that nobody has used for longest.
///
/// Safe for concurrent use.
public final class ResponseStore {
    /// Whose a response is: a hash of the key that was presented.
    public record Owner(String hash) {
        public static Owner of(Optional<Secret> presentedKey) {
            String key = presentedKey.map(Secret::reveal).orElse("");
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256")
                        .digest(key.getBytes(StandardCharsets.UTF_8));
                return new Owner(HexFormat.of().formatHex(hash));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    private record Key(Owner owner, String id) {}

    /// @param conversation all items up to the response's own last
    private record Kept(JsonText response, JsonText conversation, Moment until) {
        long size() {
            return (long) response.length() + conversation.length();
        }
    }

    private final ResponseStoreSettings settings;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    public ResponseStore(ResponseStoreSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
    }

    /// Whether it remembers anything at all.
    boolean remembers() {
        return settings.mostResponses() > 0;
    }

    /// Keeps a response, unless it is larger than all that may be kept.
    ///
    /// @param items all that was said before, as an array
    void keep(Owner owner, ObjectNode response, JsonText items) {
        Kept entry = new Kept(JsonText.owning(CarriedJson.write(response)),
                joined(items, output(response)),
                ticker.now().plus(settings.keptFor()));
        lock.lock();
        try {
            forget(new Key(owner, CarriedJson.text(response, "id")));
            if (entry.size() <= settings.mostBytes()) {
                kept.put(new Key(owner, CarriedJson.text(response, "id")), entry);
                bytes += entry.size();
            }
            makeRoom();
        } finally {
            lock.unlock();
        }
    }

    /// The response as it was answered.
    public Optional<JsonText> response(Owner owner, String id) {
        return find(owner, id).map(Kept::response);
    }

    /// All items of the conversation that the response ends, as an array.
    Optional<JsonText> conversation(Owner owner, String id) {
        return find(owner, id).map(Kept::conversation);
    }

    /// @return whether there was such a response
    public boolean delete(Owner owner, String id) {
        lock.lock();
        try {
            boolean there = find(owner, id).isPresent();
            forget(new Key(owner, id));
            return there;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Kept> find(Owner owner, String id) {
        lock.lock();
        try {
            Kept entry = kept.get(new Key(owner, id));
            return Optional.ofNullable(entry).filter(found -> found.until().isAfter(ticker.now()));
        } finally {
            lock.unlock();
        }
    }

    private void forget(Key key) {
        Kept gone = kept.remove(key);
        bytes -= gone == null ? 0 : gone.size();
    }

    private void makeRoom() {
        Moment now = ticker.now();
        Iterator<Kept> oldestFirst = kept.values().iterator();
        while (oldestFirst.hasNext()) {
            Kept entry = oldestFirst.next();
            boolean tooMuch = kept.size() > settings.mostResponses() || bytes > settings.mostBytes();
            if (tooMuch || !entry.until().isAfter(now)) {
                oldestFirst.remove();
                bytes -= entry.size();
            }
        }
    }

    private static JsonText output(ObjectNode response) {
        return response.path("output").isArray()
                ? JsonText.owning(CarriedJson.write(response.path("output")))
                : JsonText.of("[]");
    }

    /// Two arrays as one.
    private static JsonText joined(JsonText first, JsonText second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(first.length() + second.length());
        try {
            first.slice(0, first.length() - 1).writeTo(all);
            if (first.length() > 2 && second.length() > 2) {
                all.write(',');
            }
            second.slice(1, second.length()).writeTo(all);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return JsonText.owning(all.toByteArray());
    }
}
