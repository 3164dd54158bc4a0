package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Markdown files say of the repository, where a test can hold it. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> GENERATED = Set.of("target", "node_modules", ".git", ".run");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("(?:]\\(|<)(https?://[^)>\\s]+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
    private static final Pattern TOPIC = Pattern.compile("`([a-z]+\\.[a-z-]+\\.v\\d+)`");

    @Test
    void linksLeadToFilesAndHeadingsThatThereAre() throws IOException {
        List<String> broken = new ArrayList<>();
        int followed = 0;
        for (Path page : pages()) {
            for (String link : links(Files.readString(page))) {
                followed++;
                if (!leadsSomewhere(page, link)) {
                    broken.add(ROOT.relativize(page) + ": " + link);
                }
            }
        }

        assertEquals(List.of(), broken);
        assertTrue(followed > 50, "followed only " + followed);
    }

    @Test
    void linksThatLeadNowhereAreNoticed() {
        assertTrue(leadsSomewhere(ROOT.resolve("README.md"), "docs/access.md#how-a-grant-is-written"));
        assertEquals(
                List.of(false, false, false),
                Stream.of("docs/acces.md", "docs/access.md#no-such-heading", "#no-such-heading")
                        .map(link -> leadsSomewhere(ROOT.resolve("README.md"), link))
                        .toList());
    }

    /** Whether they lead anywhere {@code .ci/check-links} asks, where there is a network. */
    @Test
    void linksElsewhereAreAddressesOfTheirOwnAndEncrypted() throws IOException {
        List<String> wrong = new ArrayList<>();
        int found = 0;
        for (Path page : pages()) {
            for (String link : all(
                    ELSEWHERE.pattern(),
                    CODE_BLOCK.matcher(Files.readString(page)).replaceAll(""))) {
                found++;
                if (!isElsewhere(link)) {
                    wrong.add(ROOT.relativize(page) + ": " + link);
                }
            }
        }

        assertEquals(List.of(), wrong);
        assertTrue(found > 5, "found only " + found);
        assertEquals(
                List.of(false, false, false, true),
                Stream.of("http://strimzi.io", "https://strimzi", "https://strimzi.io/a|b", "https://strimzi.io/a-b")
                        .map(DocumentationTest::isElsewhere)
                        .toList());
    }

    @Test
    void testsThatPagesNameAreThere() throws IOException {
        Set<String> tests = files().filter(file -> file.toString().contains("/src/test/java/"))
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            all("`(\\w+Test)`", Files.readString(page)).stream()
                    .filter(test -> !tests.contains(test))
                    .forEach(test -> missing.add(ROOT.relativize(page) + ": " + test));
        }

        assertEquals(List.of(), missing);
    }

    @Test
    void readmeHasEachModuleInItsTable() throws IOException {
        Set<String> modules = all("<module>([^<]+)</module>", Files.readString(ROOT.resolve("pom.xml")));
        Set<String> told = all("(?m)^\\| \\[?([a-z0-9-]+)[\\] ]", Files.readString(ROOT.resolve("README.md")));

        assertEquals(
                List.of(),
                modules.stream().filter(module -> !told.contains(module)).toList());
    }

    @Test
    void readmeOfServiceKitHasEachPackage() throws IOException {
        String readme = Files.readString(ROOT.resolve("service-kit/README.md"));
        Set<String> told = all("(?m)^\\| (`[a-z`, ]+`) \\|", readme).stream()
                .flatMap(names -> all("`([a-z]+)`", names).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> packages;
        try (Stream<Path> kit = Files.list(ROOT.resolve("service-kit/src/main/java/se/tertial/kit"))) {
            packages = kit.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        assertEquals(packages, told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void readmeOfAServiceHasTheTopicsThatItSends(String service) throws IOException {
        Set<String> sent = new TreeSet<>();
        JsonNode document = new YAMLMapper()
                .readTree(ROOT.resolve(service + "-service/contract/asyncapi.yaml")
                        .toFile());
        document.get("channels")
                .forEach(channel -> sent.add(channel.path("address").asText()));
        sent.removeIf(topic -> !topic.startsWith(service + "."));
        Set<String> told = all(TOPIC.pattern(), Files.readString(ROOT.resolve(service + "-service/README.md")));

        assertEquals(
                List.of(), sent.stream().filter(topic -> !told.contains(topic)).toList());
    }

    @Test
    void topicsThatPagesNameAreDeclared() throws IOException {
        Set<String> declared = all("(?m)^  name: (\\S+)$", Files.readString(ROOT.resolve("k8s/base/topics.yaml")));
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            all(TOPIC.pattern(), Files.readString(page)).stream()
                    .filter(topic -> !declared.contains(topic))
                    .forEach(topic -> unknown.add(ROOT.relativize(page) + ": " + topic));
        }

        assertEquals(List.of(), unknown);
    }

    @Test
    void changelogBeginsWithTheVersionOfTheApisAndItsDay() throws IOException {
        String version = first(
                "(?m)^quarkus.smallrye-openapi.info-version=(.+)$",
                Files.readString(ROOT.resolve("finance-service/src/main/resources/application.properties")));
        String released = first(
                "(?m)^tertial.api.released=(.+)$",
                Files.readString(
                        ROOT.resolve("service-kit/src/main/resources/META-INF/microprofile-config.properties")));
        String day = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).format(LocalDate.parse(released));

        String newest = first("(?m)^## (.+)$", Files.readString(ROOT.resolve("CHANGELOG.md")));

        assertEquals(version + " of the APIs, " + day, newest);
    }

    @Test
    void whatTheBuildRefusesSaysWhichAdvisoryThatIsFor() throws IOException {
        List<String> refused = Files.readAllLines(ROOT.resolve(".mvn/enforcer-rules.xml")).stream()
                .filter(line -> line.contains("<exclude>") && !line.contains("<exclude>se.tertial:"))
                .toList();

        assertEquals(
                List.of(),
                refused.stream()
                        .filter(line -> !line.matches(".*<!-- .*(CVE-[0-9]{4}-[0-9]+|GHSA(-[0-9a-z]{4}){3}).* -->"))
                        .toList());
        assertTrue(refused.size() > 20, refused.toString());
    }

    private static String first(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .map(found -> found.group(1))
                .orElseThrow();
    }

    /** Whether it is an address, encrypted; or one on this machine. */
    private static boolean isElsewhere(String link) {
        try {
            URI address = new URI(link);
            return "localhost".equals(address.getHost())
                    || ("https".equals(address.getScheme())
                            && address.getHost() != null
                            && address.getHost().contains("."));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean leadsSomewhere(Path page, String link) {
        if (link.matches("[a-z]+:.*")) {
            return true; // elsewhere
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        try {
            return parts.length == 1 || headings(Files.readString(target)).contains(parts[1]);
        } catch (IOException e) {
            return false;
        }
    }

    /** The anchors that GitHub gives to headings. */
    private static Set<String> headings(String page) {
        return HEADING.matcher(CODE_BLOCK.matcher(page).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Set<String> links(String page) {
        return all(LINK.pattern(), CODE_BLOCK.matcher(page).replaceAll(""));
    }

    private static Set<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> pages() throws IOException {
        return files().filter(file -> file.toString().endsWith(".md")).toList();
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files
                    .filter(file -> Stream.of(ROOT.relativize(file).toString().split("/"))
                            .noneMatch(GENERATED::contains))
                    .filter(Files::isRegularFile)
                    .toList()
                    .stream();
        }
    }
}
