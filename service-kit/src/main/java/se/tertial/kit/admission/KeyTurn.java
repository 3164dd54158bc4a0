package se.tertial.kit.admission;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.problem.Problem;

/** The turn of one request among those with the same key: taken before anything else that others need, until the request ends. */
@RequestScoped
class KeyTurn {

    private final KeyTurns turns;
    private final Tenant tenant;
    private final Caller caller;
    private Waiting.@Nullable Place room;
    private Waiting.@Nullable Place turn;

    @Inject
    KeyTurn(KeyTurns turns, Tenant tenant, Caller caller) {
        this.turns = turns;
        this.tenant = tenant;
        this.caller = caller;
    }

    /**
     * Waits until no other request of this caller with the key is served.
     *
     * @throws Problem 503 if too many wait, or it takes too long
     */
    void take(String key) {
        if (caller.isAnonymous()) {
            return;
        }
        room = turns.room(tenant.municipalityId());
        if (room == null) {
            throw Problem.crowded();
        }
        turn = turns.turn(caller.name(), key);
        if (turn == null) {
            throw Problem.underWay();
        }
    }

    @PreDestroy
    void end() {
        if (turn != null) {
            turn.close();
        }
        if (room != null) {
            room.close();
        }
    }
}
