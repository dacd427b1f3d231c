package org.recado.crash;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;

/** Puts the seams in. Its argument is the file that arms the trap. */
public final class Agent {

    private Agent() {}

    public static void premain(String argument, Instrumentation instrumentation) {
        Trap.at(Path.of(argument));
        var types = Stream.of(Seam.values()).map(s -> s.type).distinct().toList();
        var builder = new AgentBuilder.Default().disableClassFormatChanges();
        for (var type : types) {
            builder = builder.type(named(type))
                    .transform((made, description, loader, module, domain) -> sewn(made, description));
        }
        builder.installOn(instrumentation);
    }

    private static DynamicType.Builder<?> sewn(DynamicType.Builder<?> made, TypeDescription type) {
        var sewn = made;
        for (var seam : seams(type.getName())) {
            var advice = Advice.withCustomMapping()
                    .bind(Name.class, seam.name())
                    .to(seam.entered ? Entered.class : Returned.class);
            sewn = sewn.visit(advice.on(named(seam.method)));
        }
        return sewn;
    }

    private static List<Seam> seams(String type) {
        return Stream.of(Seam.values()).filter(s -> s.type.equals(type)).toList();
    }

    /** The seam's name, where the advice is sewn in. */
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface Name {}

    /** As the method is entered. */
    static final class Entered {
        private Entered() {}

        @Advice.OnMethodEnter
        static void pass(@Name String seam) {
            Trap.pass(seam);
        }
    }

    /** As the method returns. */
    static final class Returned {
        private Returned() {}

        @Advice.OnMethodExit
        static void pass(@Name String seam) {
            Trap.pass(seam);
        }
    }
}
