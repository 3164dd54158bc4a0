package se.tertial.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:",
        "2001:db8:1:2:ffff:4:5:6, 2001:db8:1:2:",
        "2001:DB8::1, 2001:db8:",
        "::1, :"
    })
    void householdSharesAQuota(String address, String network) {
        assertEquals(network, ClientAddress.network(address));
    }
}
