package se.tertial.kit.anchor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Signs anchors, and says whether one was signed so. Whoever has the public keys can say it too, and sign nothing. */
@ApplicationScoped
class AnchorKeys {

    private static final String ALGORITHM = "Ed25519";
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN [A-Z ]+-----([A-Za-z0-9+/=\\s]+)-----END [A-Z ]+-----");
    private static final int ID_LENGTH = 16;

    private final Map<String, PublicKey> publicKeys = new LinkedHashMap<>();
    private final @Nullable Signer signer;

    private record Signer(String keyId, PrivateKey key) {}

    @Inject
    AnchorKeys(AnchorConfig config) {
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            for (byte[] encoded : pem(config.publicKeys().orElse(""))) {
                publicKeys.put(id(encoded), factory.generatePublic(new X509EncodedKeySpec(encoded)));
            }
            List<byte[]> own = pem(config.privateKey().orElse(""));
            signer = own.isEmpty() ? null : signer(factory.generatePrivate(new PKCS8EncodedKeySpec(own.get(0))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("The keys of the audit anchors cannot be read: PEM of Ed25519 is.", e);
        }
    }

    private static List<byte[]> pem(String text) {
        List<byte[]> keys = new ArrayList<>();
        Matcher matcher = PEM.matcher(text);
        while (matcher.find()) {
            keys.add(Base64.getMimeDecoder().decode(matcher.group(1)));
        }
        if (keys.isEmpty() && !text.isBlank()) {
            throw new IllegalArgumentException("no PEM");
        }
        return keys;
    }

    private static String id(byte[] publicKey) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey))
                .substring(0, ID_LENGTH);
    }

    private Signer signer(PrivateKey key) throws GeneralSecurityException {
        byte[] probe = "probe".getBytes(StandardCharsets.UTF_8);
        byte[] signature = sign(key, probe);
        for (String keyId : publicKeys.keySet()) {
            if (isSigned(keyId, probe, signature)) {
                return new Signer(keyId, key);
            }
        }
        throw new IllegalStateException(
                "The private key of the audit anchors has no public key beside it (tertial.audit-anchors.public-keys).");
    }

    /** Whether there is anything to believe a signature by. */
    boolean canVerify() {
        return !publicKeys.isEmpty();
    }

    boolean canSign() {
        return signer != null;
    }

    /** A signature, and the id of the key: the first of the SHA-256 of the public key. */
    record Signed(String keyId, byte[] signature) {}

    Signed sign(byte[] value) {
        Signer by = signer;
        if (by == null) {
            throw new IllegalStateException("There is no key to sign with.");
        }
        try {
            return new Signed(by.keyId(), sign(by.key(), value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sign(PrivateKey key, byte[] value) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key);
        signature.update(value);
        return signature.sign();
    }

    boolean isSigned(String keyId, byte[] value, byte[] signature) {
        PublicKey key = publicKeys.get(keyId);
        if (key == null) {
            return false;
        }
        try {
            Signature verified = Signature.getInstance(ALGORITHM);
            verified.initVerify(key);
            verified.update(value);
            return verified.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
