package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.StageException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a daemon of this machine, where a recipe has one form for older ones and another for newer ones. */
final class InstalledVersion {
    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:\\.\\d+)+");

    private final int[] numbers;

    private InstalledVersion(int[] numbers) {
        this.numbers = numbers;
    }

    /**
     * Asks the daemon.
     *
     * @param command makes it say its version and end
     * @throws StageException if there is no version in what it says
     */
    static InstalledVersion saidBy(String... command) {
        return in(Program.run(List.of(command), "").output());
    }

    /** Reads the first version in a text. */
    static InstalledVersion in(String text) {
        Matcher found = NUMBERS.matcher(text);
        if (!found.find()) {
            throw new StageException("There is no version in: " + text);
        }
        return new InstalledVersion(Arrays.stream(found.group().split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray());
    }

    /** Whether it is this version or a later one. */
    boolean isAtLeast(String version) {
        return Arrays.compare(numbers, in(version).numbers) >= 0;
    }

    @Override
    public String toString() {
        return String.join(".", Arrays.stream(numbers).mapToObj(String::valueOf).toList());
    }
}
