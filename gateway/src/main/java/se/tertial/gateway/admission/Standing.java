package se.tertial.gateway.admission;

/** How whoever asks stands to the tenant that the path names. Each has quotas and places of its own, so that none uses up another's. */
enum Standing {
    /** Has a token that names the tenant, or the path names none. */
    MEMBER,
    /** Has a token, and nothing in it names the tenant: what it asks for is refused by the service, or public. */
    OUTSIDER,
    /** Has no token. */
    STRANGER
}
