package org.onshi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** The contexts of the server depend on each other only as design 2 allows. */
@Tag("boundary")
class ContextsTest {
    /** Floor of each context: calls go down only; the ground rooms know nothing above them. */
    private static final Map<String, Integer> FLOORS =
            Map.ofEntries(
                    Map.entry("facilitydoor", 6),
                    Map.entry("insurerdoor", 6),
                    Map.entry("operatordoor", 6),
                    Map.entry("corrections", 5),
                    Map.entry("duties", 4),
                    Map.entry("letters", 3),
                    Map.entry("callers", 2),
                    Map.entry("eligibility", 3),
                    Map.entry("consent", 3),
                    Map.entry("medicalinfo", 4),
                    Map.entry("identity", 2),
                    Map.entry("registry", 2),
                    Map.entry("facilities", 2),
                    Map.entry("accounts", 2),
                    Map.entry("outside", 1),
                    Map.entry("documents", 1),
                    Map.entry("matching", 1),
                    Map.entry("rules", 1),
                    Map.entry("work", 0),
                    Map.entry("retention", 1),
                    Map.entry("audit", 0));

    private static final ApplicationModules MODULES =
            ApplicationModules.of(ServerApplication.class);

    @Test
    void contextsUseOnlyWhatTheyDeclare() {
        assertThat(MODULES)
                .extracting(module -> module.getIdentifier().toString())
                .contains("audit", "rules", "registry", "eligibility", "facilitydoor");
        MODULES.verify();
    }

    @Test
    void callsGoDownOnly() {
        Map<String, List<String>> upwards = new TreeMap<>();
        for (ApplicationModule module : MODULES) {
            String name = module.getIdentifier().toString();
            assertThat(FLOORS).as("give context %s its floor", name).containsKey(name);
            List<String> wrong =
                    module.getDirectDependencies(MODULES)
                            .uniqueModules()
                            .map(other -> other.getIdentifier().toString())
                            .filter(other -> FLOORS.getOrDefault(other, 9) >= FLOORS.get(name))
                            .toList();
            if (!wrong.isEmpty()) {
                upwards.put(name, wrong);
            }
        }
        assertThat(upwards).isEmpty();
    }

    @Test
    void everyContextDeclaresWhatItMayUse() {
        for (ApplicationModule module : MODULES) {
            assertThat(
                            module.getBasePackage()
                                    .getAnnotation(
                                            org.springframework.modulith.ApplicationModule.class))
                    .as("package-info of %s", module.getIdentifier())
                    .hasValueSatisfying(declared ->
                            assertThat(declared.allowedDependencies())
                                    .doesNotContain(
                                            org.springframework.modulith.ApplicationModule
                                                    .OPEN_TOKEN));
        }
    }

    @Test
    void theDiagramOfTheContextsIsDrawn() {
        Path target = Path.of(System.getProperty("onshi.root"), "server", "target", "contexts");
        new Documenter(MODULES, Documenter.Options.defaults().withOutputFolder(target.toString()))
                .writeModulesAsPlantUml();
        assertThat(target).isNotEmptyDirectory();
    }
}
