package org.onshi.terminal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.smartcardio.ATR;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;

/** A card on a simulated reader, in an exclusive session. */
final class VirtualCard extends Card {
    /** A command of extended length: header, length of three bytes, 64 KiB, expected length. */
    private static final int COMMAND_BYTES_MAX = 4 + 3 + 65_535 + 3;

    private final VirtualReaderLink link;
    private final String session;
    private final ATR atr;
    private final Channel basic = new Channel();
    private Thread exclusive;
    private boolean ended;

    VirtualCard(VirtualReaderLink link, String session, byte[] atr) {
        this.link = link;
        this.session = session;
        this.atr = new ATR(atr);
    }

    @Override
    public ATR getATR() {
        return atr;
    }

    @Override
    public String getProtocol() {
        return "T=1";
    }

    @Override
    public CardChannel getBasicChannel() {
        checkOpen();
        return basic;
    }

    @Override
    public CardChannel openLogicalChannel() throws CardException {
        checkOpen();
        throw new CardException("the card has no logical channels");
    }

    @Override
    public synchronized void beginExclusive() throws CardException {
        checkOpen();
        checkExclusive();
        if (exclusive != null) {
            throw new CardException("this thread has exclusive access already");
        }
        exclusive = Thread.currentThread();
    }

    @Override
    public synchronized void endExclusive() {
        checkOpen();
        if (!Thread.currentThread().equals(exclusive)) {
            throw new IllegalStateException("this thread has no exclusive access");
        }
        exclusive = null;
    }

    @Override
    public byte[] transmitControlCommand(int controlCode, byte[] command) throws CardException {
        throw new CardException("the virtual reader knows no control commands");
    }

    /** The sandbox resets the card whenever a session ends. */
    @Override
    public void disconnect(boolean reset) throws CardException {
        synchronized (this) {
            if (ended) {
                return;
            }
            checkExclusive();
            ended = true;
            exclusive = null;
        }
        link.end(session);
    }

    private synchronized void checkOpen() {
        if (ended) {
            throw new IllegalStateException("the card has been disconnected");
        }
    }

    private synchronized void checkExclusive() throws CardException {
        if (exclusive != null && !Thread.currentThread().equals(exclusive)) {
            throw new CardException("another thread has exclusive access");
        }
    }

    private final class Channel extends CardChannel {
        @Override
        public Card getCard() {
            return VirtualCard.this;
        }

        @Override
        public int getChannelNumber() {
            checkOpen();
            return 0;
        }

        @Override
        public ResponseAPDU transmit(CommandAPDU command) throws CardException {
            return new ResponseAPDU(exchange(command.getBytes()));
        }

        @Override
        public int transmit(ByteBuffer command, ByteBuffer response) throws CardException {
            byte[] bytes = new byte[command.remaining()];
            command.get(bytes);
            byte[] answer = exchange(bytes);
            if (response.remaining() < answer.length) {
                throw new IllegalArgumentException("no room for the answer");
            }
            response.put(answer);
            return answer.length;
        }

        /** The command may hold a PIN: it is wiped here. */
        private byte[] exchange(byte[] command) throws CardException {
            try {
                checkOpen();
                checkExclusive();
                if (command.length > COMMAND_BYTES_MAX) {
                    throw new IllegalArgumentException("no command is as long");
                }
                return link.transmit(session, command);
            } finally {
                Arrays.fill(command, (byte) 0);
            }
        }

        @Override
        public void close() {
            throw new IllegalStateException("the basic channel cannot be closed");
        }
    }
}
