package io.github.keycloakapppasswords.username;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import java.net.IDN;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameComparisonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim",
                "carol+lists",
                "50%25off",
                "j\u00fcrgen",
                "\u0644\u064a\u0644\u0649",
                "\u0641\u0627\u0637\u0645\u0647",
                "\u65e5\u672c\u8a9e",
                "\ud55c\uad6d",
                "\u03bd\u03af\u03ba\u03bf\u03c3",
                "\u0131lgaz",
                "\u043c\u0430\u0440\u0438\u044f",
                "\u0928\u093f\u0932",
                "\u09a1\u09bc\u09be\u0995\u09be",
                "tr\u1ea7n"
            })
    void keepsTheNamesOfMostPeople(String name) {
        for (NameComparison comparison : NameComparison.values()) {
            assertThat(comparison.keeps(name, Protocol.XMPP))
                    .as(comparison.name())
                    .isTrue();
        }
    }

    /** Each is another's name, or nobody's, to a service that prepares it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uff56ictim",
                "stra\u00dfe",
                "\u017fam",
                "\ufb01ona",
                "Anna",
                "\u00c4nne",
                "nikos\u03c2",
                "\u212aarl",
                "\u00aanna",
                "anna\u00b2",
                "jose\u0301",
                "\u0130pek",
                "\u1e9e",
                "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
                "an\u00adna",
                "an\u200bna",
                "an\ufe0fna",
                "\ud835\udc1abob",
                "\u0149ame",
                "\u3392",
                "\ufdfa",
                "\u0390\u0345",
                "\u13a0",
                "\uab70",
                "\u04c0",
                "\u10a0",
                "\ud83d\ude00",
                "\ua64b",
                "an\u00a0na",
                "\ufffdx",
                "\u1100\u0300\u1161"
            })
    void refusesWhatXmppAndLdapChangeOrDoNotKnow(String name) {
        assertThat(NameComparison.NODEPREP.keeps(name, Protocol.IMAP)).isFalse();
        assertThat(NameComparison.LDAP.keeps(name, Protocol.IMAP)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "anna@example.org",
                "o'neil",
                "a&b",
                "a:b",
                "a/b",
                "a<b",
                "a>b",
                "a\"b",
                "a\u0001b",
                "a\u007fb"
            })
    void refusesWhatXmppProhibits(String name) {
        assertThat(NameComparison.NODEPREP.keeps(name, Protocol.IMAP)).isFalse();
    }

    @Test
    void keepsASpaceInLdapButNotTwoWhichAreOneThere() {
        assertThat(NameComparison.LDAP.keeps("a b", Protocol.IMAP)).isTrue();
        assertThat(NameComparison.LDAP.keeps("o'neil&co=1", Protocol.IMAP)).isTrue();
        assertThat(NameComparison.LDAP.keeps("anna@example.org", Protocol.IMAP)).isTrue();
        assertThat(NameComparison.LDAP.keeps("a  b", Protocol.IMAP)).isFalse();
    }

    @Test
    void lowerRefusesUpperCaseOnly() {
        assertThat(NameComparison.LOWER.keeps("Anna", Protocol.IMAP)).isFalse();
        assertThat(NameComparison.LOWER.keeps("\u00c4nne", Protocol.IMAP)).isFalse();
        assertThat(NameComparison.LOWER.keeps("stra\u00dfe", Protocol.IMAP)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Anna",
                "\u00c4nne",
                "stra\u00dfe",
                "\u017fam",
                "\ufb01ona",
                "niko\u03c2",
                "\u0130pek",
                "\u212aarl",
                "\u00b5"
            })
    void casefoldRefusesWhatIsAnotherWithoutCase(String name) {
        assertThat(NameComparison.CASEFOLD.keeps(name, Protocol.SMTP)).isFalse();
    }

    @Test
    void casefoldKeepsWhatOnlyNormalFormsChange() {
        for (String name :
                List.of("jose\u0301", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "anna@example.org", "a  b")) {
            assertThat(NameComparison.CASEFOLD.keeps(name, Protocol.SMTP)).isTrue();
        }
    }

    @Test
    void goesByTheProtocolUnlessItIsSet() {
        NameComparison unset = NameComparison.BY_PROTOCOL;
        assertThat(unset.keeps("stra\u00dfe", Protocol.XMPP)).isFalse();
        assertThat(unset.keeps("stra\u00dfe", Protocol.LDAP)).isFalse();
        assertThat(unset.keeps("stra\u00dfe", Protocol.IMAP)).isTrue();
        assertThat(unset.keeps("Anna", Protocol.of("jabber"))).isTrue();
        assertThat(NameComparison.EXACT.keeps("stra\u00dfe", Protocol.XMPP)).isTrue();
        assertThat(NameComparison.NODEPREP.keeps("stra\u00dfe", Protocol.IMAP)).isFalse();
    }

    /** Nameprep of Unicode 3.2, lower case and NFKC of today: no character that one of them changes is kept. */
    @Test
    void keepsNoCharacterThatAnyTableChanges() {
        for (int point = 0x80; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                String name = Character.toString(point);
                if (Stringprep.isNode(name)) {
                    assertThat(name.toLowerCase(Locale.ROOT)).isEqualTo(name);
                    assertThat(Normalizer.normalize(name, Normalizer.Form.NFKC)).isEqualTo(name);
                    assertThat(IDN.toUnicode(IDN.toASCII(name))).isEqualTo(name);
                }
            }
        }
    }
}
