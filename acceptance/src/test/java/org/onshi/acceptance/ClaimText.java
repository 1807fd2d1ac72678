package org.onshi.acceptance;

/** A claim file of one outpatient receipt, in the records of facts §3: IR, RE, HO, SN, IY, GO. */
final class ClaimText {
    private ClaimText() {}

    /**
     * Its text; it is sent in Shift_JIS.
     *
     * @param facility ten digits: prefecture, 点数表, code
     * @param month YYYYMM of the care
     * @param name as the facility writes it, of JIS X 0208
     * @param medicine nine digits
     */
    static String of(String facility, String month, TownCsv whose, String name, String medicine) {
        String place =
                facility.substring(0, 2) + "," + facility.charAt(2) + "," + facility.substring(3);
        return String.join(
                "\r\n",
                "IR,1," + place + ",,見本病院," + month + ",00,",
                "RE,1,1112,"
                        + month
                        + ","
                        + name
                        + ","
                        + whose.sex()
                        + ","
                        + whose.birthDate().toString().replace("-", "")
                        + ",,,,,,,1"
                        + ",".repeat(24),
                "HO,%8s,%s,%s,1,350"
                                .formatted(whose.insurerNumber(), whose.symbol(), whose.number())
                        + ",".repeat(9),
                "SN,1,01,,,," + whose.branch() + ",,",
                "IY,21,1," + medicine + ",1,3,7" + ",".repeat(22) + "7" + ",".repeat(15),
                "GO,1,350,99",
                "");
    }
}
