package io.github.keycloakapppasswords.work;

import io.github.keycloakapppasswords.change.Change;
import io.github.keycloakapppasswords.change.ChangeType;
import io.github.keycloakapppasswords.change.Changes;
import io.github.keycloakapppasswords.row.AppPasswordOwners;
import io.github.keycloakapppasswords.term.StorableText;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The list of work after commits, in the session's transaction.
 *
 * <p>In Keycloak's transaction of a change the extension only inserts a row that describes the work. The extension does the
 * work after the commit in a separate short transaction. So no request of Keycloak's waits for a row of the extension, or fails
 * because of a background writer; and the work is lost only with the change itself.
 */
public final class PendingWorks {

    private static final String NOTED = PendingWorks.class.getName();

    /** Work after which what nodes remember of the user may be wrong. */
    private static final Set<PendingWork.Kind> EDITS =
            EnumSet.of(PendingWork.Kind.CREDENTIAL_REMOVED, PendingWork.Kind.SECOND_FACTORS, PendingWork.Kind.STATUS);

    /** PostgreSQL stores no text with it. */
    private static final char NUL = '\0';

    private final KeycloakSession session;
    private final EntityManager entityManager;

    public PendingWorks(KeycloakSession session) {
        this.session = session;
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Notes work, and has it done when the session's transaction has committed, before the request is answered: see
     * {@link PendingWorkRunner}. Work that is noted twice in a session is done once.
     */
    public void note(PendingWork work) {
        Noted noted = noted();
        PendingWork stored = work.withLabel(storable(work.label()));
        if (noted.works.putIfAbsent(stored.key(), stored) == null) {
            // not flushed: what Keycloak has yet to write must fail where Keycloak expects it
            entityManager.persist(new PendingWorkEntity(stored));
            tellNodes(stored);
        }
    }

    /** The row above may come and go between two looks of a node. */
    private void tellNodes(PendingWork work) {
        String userId = work.userId();
        if (userId != null && EDITS.contains(work.kind()) && new AppPasswordOwners(session).isOwner(userId)) {
            new Changes(session)
                    .note(work.realmId(), new Change(ChangeType.USER_CHANGED, userId, Map.of(), Set.of(), work.at()));
        }
    }

    private Noted noted() {
        if (session.getAttribute(NOTED) instanceof Noted noted) {
            return noted;
        }
        Noted noted = new Noted(session.getKeycloakSessionFactory());
        session.setAttribute(NOTED, noted);
        session.getTransactionManager().enlistAfterCompletion(noted);
        return noted;
    }

    /** A label that does not fit is left out: it must not make Keycloak's transaction fail. */
    private @Nullable String storable(@Nullable String label) {
        boolean fits = label != null
                && label.length() <= PendingWorkEntity.LONGEST_LABEL
                && label.indexOf(NUL) < 0
                && new StorableText(session).canHold(label);
        return fits ? label : null;
    }

    /**
     * Work that was noted before this time and is not done.
     *
     * @param kinds a pattern of SQL for the kind
     * @param after the id of the last one that is known; empty at the beginning
     * @param most how many at most
     */
    List<PendingWorkEntity> left(String kinds, String after, Instant before, int most) {
        return entityManager
                .createNamedQuery(PendingWorkEntity.LEFT, PendingWorkEntity.class)
                .setParameter("kinds", kinds)
                .setParameter("after", after)
                .setParameter("before", before.toEpochMilli())
                .setMaxResults(most)
                .getResultList();
    }

    /**
     * The realms and users of pending work, by the key of its row.
     *
     * @param after the last key that is known; empty at the beginning
     * @param most how many at most
     */
    public List<Concerned> concerned(String after, int most) {
        return entityManager
                .createNamedQuery(PendingWorkEntity.CONCERNED, Concerned.class)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList();
    }

    /**
     * The realm and user of a piece of work.
     *
     * @param id the key of its row
     * @param realmId the realm's internal id
     * @param userId the user's id; {@code null}: the whole realm
     */
    public record Concerned(String id, String realmId, @Nullable String userId) {}

    /**
     * Takes work off the list. Must be the last statement of a transaction: on MariaDB it locks the place of a row that another
     * transaction has deleted.
     */
    void done(PendingWork work) {
        entityManager
                .createNamedQuery(PendingWorkEntity.DELETE)
                .setParameter("id", work.id())
                .executeUpdate();
    }

    /** The work that one session has noted. */
    private static final class Noted extends AbstractKeycloakTransaction {

        private final KeycloakSessionFactory factory;
        private final Map<PendingWork.Key, PendingWork> works = new LinkedHashMap<>();

        Noted(KeycloakSessionFactory factory) {
            this.factory = factory;
        }

        @Override
        protected void commitImpl() {
            new PendingWorkRunner(factory).runNow(List.copyOf(works.values()));
        }

        @Override
        protected void rollbackImpl() {
            // nothing was noted
        }
    }
}
