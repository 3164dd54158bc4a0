package se.tertial.faults.proof;

import static se.tertial.faults.proof.Finding.Promise.PUBLICATIONS;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import se.tertial.faults.load.Api;
import se.tertial.faults.proof.Trail.Entry;

/** Holds the bytes of every publication against the digests that were told when it was made. */
final class PublicationsCheck {

    private static final String TOPIC = "report.publication.v1";
    private static final Map<String, String> DIGESTS = Map.of("json", "jsonDigest", "html", "htmlDigest");

    private PublicationsCheck() {}

    static List<Finding> of(Api api, List<Trail> trails) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Trail trail : trails) {
            for (Entry entry : trail.entries()) {
                if (entry.row().topic().equals(TOPIC) && entry.after() != null) {
                    String document = trail.feed()
                            .address("reports/" + entry.after().path("period").asText() + "/document?version="
                                    + entry.after().path("number").asText());
                    for (Map.Entry<String, String> one : DIGESTS.entrySet()) {
                        String address = document + "&format=" + one.getKey();
                        String told = entry.after().path(one.getValue()).asText();
                        if (!told.equals(sha256(api.get(address)))) {
                            findings.add(new Finding(PUBLICATIONS, address + " has other bytes than were told of"));
                        }
                    }
                }
            }
        }
        return findings;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
