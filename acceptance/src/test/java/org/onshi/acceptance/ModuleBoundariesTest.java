package org.onshi.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A module is a process or a trust boundary: processes share kernel and wire and never know each
 * other.
 */
@Tag("boundary")
class ModuleBoundariesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.onshi");

    @Test
    void kernelKnowsNoFrameworkAndDoesNoInputOrOutput() {
        classes()
                .that()
                .resideInAPackage("org.onshi.kernel..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.onshi.kernel..",
                        "java.lang..",
                        "java.time..",
                        "java.util..",
                        "java.math..",
                        "java.text..",
                        "java.nio",
                        "java.nio.charset..",
                        "com.ibm.icu..")
                .check(CLASSES);
    }

    @Test
    void wireKnowsOnlyKernel() {
        noClasses()
                .that()
                .resideInAPackage("org.onshi.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.onshi.server..",
                        "org.onshi.terminal..",
                        "org.onshi.sandbox..",
                        "org.onshi.app..",
                        "org.onshi.postgres..",
                        "org.onshi.bench..",
                        "org.springframework..",
                        "java.sql..")
                .check(CLASSES);
    }

    @Test
    void processesNeverKnowEachOther() {
        String[] processes = {"server", "terminal", "sandbox", "postgres"};
        for (String one : processes) {
            for (String other : processes) {
                if (!one.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("org.onshi." + one + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(
                                    "org.onshi." + other + "..",
                                    "org.onshi.app..",
                                    "org.onshi.bench..")
                            .check(CLASSES);
                }
            }
        }
    }

    @Test
    void theTerminalNeedsNoFramework() {
        noClasses()
                .that()
                .resideInAPackage("org.onshi.terminal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "java.sql..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheRegistryItsClientAndTheInsurersDoorHandleIndividualNumbers() {
        noClasses()
                .that()
                .resideInAPackage("org.onshi.server..")
                .and()
                .resideOutsideOfPackages(
                        "org.onshi.server.registry..",
                        "org.onshi.server.insurerdoor..",
                        "org.onshi.server.outside..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("IndividualNumber")
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.onshi.terminal..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("IndividualNumber")
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
