/**
 * The eligibility terminal (資格確認端末) at one facility.
 *
 * <p>It answers: what does the central system say to the request a receipt computer dropped into
 * {@code OQS/req}? One request file, one check, one answer in {@code OQS/res}, across kills and
 * power cuts at any point. The way of one request, left to right:
 *
 * <pre>
 * req/ -> RequestWatch -> RequestLane -> RequestAnswering -> CentralSystem
 *             |                |                                  (mutual TLS)
 *         taken/ (rename)      v
 *                         AnswerWriter -> AnswerJournal (fsync) -> ResultFolder (res/) -> AnswerSettling
 * </pre>
 *
 * <p>And it receives cards (docs/card.md). One reader, one terminal; the patient and the
 * clerk each have a screen on a port of their own:
 *
 * <pre>
 * ReaderDevice -> VisitEngine -> VisitDoor (mutual TLS) -> FaceFolder (face/)
 *  (CardDialogue)     |
 *                 VisitBoard -> PatientApi, CounterApi       -> ScreenServer
 *                 VisitBoard -> PatientScreen, CounterScreen -> ScreenServer
 * </pre>
 *
 * <p>Source of the rules: contracts.md §4 (error routing), interface.md §1.2 to 1.5 (names,
 * folders, event types, encodings). What a kill or a failing disk does at every step:
 * docs/failure-behaviour.md.
 */
package org.onshi.terminal;
