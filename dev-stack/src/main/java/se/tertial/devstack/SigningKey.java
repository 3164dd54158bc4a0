package se.tertial.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A key that services sign with, as PEM.
 *
 * @param privateKey what signs
 * @param publicKey  what tells whether it was signed so
 */
public record SigningKey(String privateKey, String publicKey) {

    private static final String PRIVATE_END = "-----END PRIVATE KEY-----\n";

    /** A new one. */
    public static SigningKey generate() {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
                    pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one that is kept in a file, or a new one that is kept there from now on, where only the owner of the data reads it. */
    public static SigningKey keptIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            SigningKey fresh = generate();
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, fresh.privateKey() + fresh.publicKey());
        }
        String kept = Files.readString(file);
        int end = kept.indexOf(PRIVATE_END) + PRIVATE_END.length();
        return new SigningKey(kept.substring(0, end), kept.substring(end));
    }

    private static String pem(String kind, byte[] key) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getEncoder().encodeToString(key) + "\n-----END " + kind
                + "-----\n";
    }
}
