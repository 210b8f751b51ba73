package io.github.keycloakapppasswords.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.transaction.DatabaseBusyException;
import io.github.keycloakapppasswords.verdict.Dovecot;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/** Readers while the bulkhead has no turn. The fake session has no database: a query would be an error here. */
class FeedReaderTest {

    private static final String EPOCH = "01234567-89ab-cdef-0123-456789abcdef";

    private static FeedReader reader(@Nullable Map<String, String> position) {
        Map<String, Object> objects = new HashMap<>();
        objects.put("get", position);
        Map<String, Object> answers = new HashMap<>();
        answers.put("singleUseObjects", fake(SingleUseObjectProvider.class, objects));
        answers.put("enlistForClose", null);
        return new FeedReader(
                fake(KeycloakSession.class, answers),
                fake(RealmModel.class, Map.of("getId", "realm")),
                () -> new DatabaseBulkhead(0));
    }

    private static Map<String, String> position(int head) {
        return Map.of("epoch", EPOCH, "head", String.valueOf(head), "forgotten", "0");
    }

    @Test
    void aReaderNeedsNoTurnIfNothingIsNew() {
        FeedReader.Page page = reader(position(7)).read(Dovecot.FOR_IMAP, EPOCH + ".7");

        assertThat(page).isEqualTo(new FeedReader.Page(EPOCH + ".7", false, false, List.of()));
    }

    @Test
    void aReaderIsRefusedIfChangesMustBeRead() {
        assertThatThrownBy(() -> reader(position(7)).read(Dovecot.FOR_IMAP, EPOCH + ".6"))
                .isInstanceOf(DatabaseBusyException.class);
    }

    @Test
    void aReaderIsRefusedIfTheCachedPositionMayBeOld() {
        assertThatThrownBy(() -> reader(position(7)).read(Dovecot.FOR_IMAP, EPOCH + ".8"))
                .isInstanceOf(DatabaseBusyException.class);
    }

    @Test
    void aReaderIsRefusedIfNoPositionIsCached() {
        assertThatThrownBy(() -> reader(null).read(Dovecot.FOR_IMAP, null)).isInstanceOf(DatabaseBusyException.class);
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (answers.containsKey(method.getName())) {
                        return answers.get(method.getName());
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
