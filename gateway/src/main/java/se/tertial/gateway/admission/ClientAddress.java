package se.tertial.gateway.admission;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a request comes from, as far as can be told. */
public final class ClientAddress {

    private static final Pattern NUMERIC = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}");
    private static final int GROUPS_OF_A_NETWORK = 4;

    private ClientAddress() {}

    /** The address in numbers, or {@code unknown}. */
    public static String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null ? null : numeric(remote.hostAddress(), remote.host());
        return address == null ? "unknown" : address;
    }

    /** What shares a quota: an IPv4 address, or a network of 64 bits, which is what one IPv6 household has. */
    static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        String[] groups = address.toLowerCase(Locale.ROOT).split(":", -1);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(GROUPS_OF_A_NETWORK, groups.length) && !(i > 0 && groups[i].isEmpty()); i++) {
            network.append(groups[i]).append(':');
        }
        return network.toString();
    }

    private static @Nullable String numeric(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                String bare = candidate.replaceAll("^\\[|]$|%.*$", "");
                if (NUMERIC.matcher(bare).matches()) {
                    return bare;
                }
            }
        }
        return null;
    }
}
