package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/// A request body that is written without being copied first.
final class JsonEntity extends AbstractHttpEntity {
    private final JsonText json;

    JsonEntity(JsonText json) {
        super((ContentType) null, null); // the content type is among the request's headers
        this.json = json;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public long getContentLength() {
        return json.length();
    }

    @Override
    public InputStream getContent() {
        return json.asStream();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        json.writeTo(out);
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
