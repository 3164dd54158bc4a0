package se.tertial.kit.admission;

import io.quarkus.arc.Arc;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;
import se.tertial.kit.access.Scope;
import se.tertial.kit.database.DatabaseFailure;
import se.tertial.kit.database.Outcome;
import se.tertial.kit.database.Reachability;

/** Stands around each transaction of a request, before it begins and until its end is known. */
@Interceptor
@Transactional
@Priority(BeforeTransaction.BEFORE_IT_BEGINS)
class BeforeTransaction {

    /** The interceptor that begins transactions has 200. */
    static final int BEFORE_IT_BEGINS = Interceptor.Priority.PLATFORM_BEFORE + 100;

    private final TransactionManager transactions;
    private final Reachability reachability;
    private final Outcome outcome;
    private final Tenant tenant;
    private final Admission admission;
    private final RequestMemory memory;

    @Inject
    BeforeTransaction(
            TransactionManager transactions,
            Reachability reachability,
            Outcome outcome,
            Tenant tenant,
            Admission admission,
            RequestMemory memory) {
        this.transactions = transactions;
        this.reachability = reachability;
        this.outcome = outcome;
        this.tenant = tenant;
        this.admission = admission;
        this.memory = memory;
    }

    @AroundInvoke
    Object around(InvocationContext call) throws Exception {
        boolean begins = transactions.getStatus() == Status.STATUS_NO_TRANSACTION
                && Arc.container().requestContext().isActive();
        return begins ? admitted(call) : call.proceed();
    }

    /** What has to wait among the large requests gives back all it holds, waits, and begins anew. */
    Object admitted(InvocationContext call) throws Exception {
        Scope scope = tenant.scope();
        if (scope == null) {
            return observed(call);
        }
        try {
            return entered(call, scope);
        } catch (RequestMemory.NeedsPlace e) {
            memory.waitForPlace();
            return entered(call, scope);
        }
    }

    private Object entered(InvocationContext call, Scope scope) throws Exception {
        Admission.Held held = admission.enter(scope, tenant.isWriting());
        try {
            return observed(call);
        } finally {
            held.close();
        }
    }

    private Object observed(InvocationContext call) throws Exception {
        outcome.begins();
        try {
            Object result = call.proceed();
            outcome.committed();
            reachability.answered();
            return result;
        } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException | SystemException e) {
            // Only the end of a transaction throws these.
            if (!DatabaseFailure.isDefinite(e)) {
                outcome.unknown();
            }
            throw e;
        }
    }
}
