package org.onshi.sandbox;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;

/** Who a client certificate speaks for; the doors read it back from the certificate's subject. */
sealed interface Caller {
    /**
     * {@code O=Onshi, OU=<role>, CN=<name>}, and for a facility its terminal as {@code
     * serialNumber}.
     */
    X500Name subject();

    /** A facility's terminal; the terminal is named {@code <facility code>-<two digits>}. */
    record Facility(FacilityCode code) implements Caller {
        @Override
        public X500Name subject() {
            return new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, "Onshi")
                    .addRDN(BCStyle.OU, "facility")
                    .addRDN(BCStyle.SERIALNUMBER, code.digits() + "-01")
                    .addRDN(BCStyle.CN, code.digits())
                    .build();
        }
    }

    /** An insurer. */
    record Insurer(InsurerNumber number) implements Caller {
        @Override
        public X500Name subject() {
            return named("insurer", number.digits());
        }
    }

    /** The operating body. */
    record Operator() implements Caller {
        @Override
        public X500Name subject() {
            return named("operator", "operator");
        }
    }

    private static X500Name named(String role, String name) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Onshi")
                .addRDN(BCStyle.OU, role)
                .addRDN(BCStyle.CN, name)
                .build();
    }
}
