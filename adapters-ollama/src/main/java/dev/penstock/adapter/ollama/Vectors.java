package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.openai.wire.CarriedJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/// Vectors as OpenAI packs them: floats of four bytes, the lowest byte first, in base64.
final class Vectors {
    private Vectors() {}

    /// @throws NumberFormatException if one is no number
    static String base64(JsonNode vector) {
        ByteBuffer packed = ByteBuffer.allocate(vector.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode number : vector) {
            packed.putFloat(Float.parseFloat(CarriedJson.text(number)));
        }
        return Base64.getEncoder().encodeToString(packed.array());
    }
}
