package dev.penstock.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The virtual threads of this process, which only a dump tells.
final class VirtualThreads {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private VirtualThreads() {}

    /// How many of that name are alive.
    static long named(String name) throws IOException {
        Path folder = Files.createTempDirectory("threads");
        Path dump = folder.resolve("dump.json");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toAbsolutePath().toString(), ThreadDumpFormat.JSON);
            return MAPPER.readTree(dump.toFile())
                    .findParents("tid")
                    .stream()
                    .map(thread -> thread.path("name"))
                    .filter(JsonNode::isTextual)
                    .filter(found -> found.asText().equals(name))
                    .count();
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(folder);
        }
    }
}
