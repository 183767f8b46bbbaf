package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenFilesTest {
    @ParameterizedTest
    @CsvSource({"8000, 1048576, 8000", "8000, 1024, 412", "8000, 120, 16", "8000, 9223372036854775807, 8000"})
    void leavesEachClientAConnectionToAnUpstreamAndSomeToSpare(int usual, long limit, int clients) {
        assertThat(OpenFiles.clients(usual, limit)).isEqualTo(clients);
    }
}
