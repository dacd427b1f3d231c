package org.recado.notification.email;

import java.util.Locale;

/** What the mails say, in each of their languages. */
enum Words {
    EN {
        @Override
        String unread(int messages, int channels) {
            return unread(messages) + " in " + channels + (channels == 1 ? " channel" : " channels");
        }

        @Override
        String unread(int messages) {
            return messages + (messages == 1 ? " unread message" : " unread messages");
        }

        @Override
        String direct() {
            return "Direct conversation";
        }

        @Override
        String lastBy(String name) {
            return "The last one is by " + name;
        }

        @Override
        String open() {
            return "Open";
        }

        @Override
        String unsubscribe() {
            return "No more of these mails";
        }

        @Override
        String pleaseConfirm() {
            return "Confirm your e-mail address";
        }

        @Override
        String whoAsked(String user, String host) {
            return "The user " + user + " of " + host + " wants to be told here what they have missed.";
        }

        @Override
        String confirmBy() {
            return "If that is you, confirm it within two days:";
        }

        @Override
        String elseIgnore() {
            return "If it is not, do nothing: no other mail comes.";
        }
    },
    PT {
        @Override
        String unread(int messages, int channels) {
            return unread(messages) + " em " + channels + (channels == 1 ? " canal" : " canais");
        }

        @Override
        String unread(int messages) {
            return messages + (messages == 1 ? " mensagem não lida" : " mensagens não lidas");
        }

        @Override
        String direct() {
            return "Conversa direta";
        }

        @Override
        String lastBy(String name) {
            return "A última é de " + name;
        }

        @Override
        String open() {
            return "Abrir";
        }

        @Override
        String unsubscribe() {
            return "Não receber mais estes e-mails";
        }

        @Override
        String pleaseConfirm() {
            return "Confirme o seu endereço de e-mail";
        }

        @Override
        String whoAsked(String user, String host) {
            return "O usuário " + user + " de " + host + " quer saber aqui o que perdeu.";
        }

        @Override
        String confirmBy() {
            return "Se é você, confirme em até dois dias:";
        }

        @Override
        String elseIgnore() {
            return "Se não é, não faça nada: nenhum outro e-mail virá.";
        }
    };

    /** As in {@code lang} and {@code Content-Language}. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract String unread(int messages, int channels);

    abstract String unread(int messages);

    abstract String direct();

    abstract String lastBy(String name);

    abstract String open();

    abstract String unsubscribe();

    abstract String pleaseConfirm();

    abstract String whoAsked(String user, String host);

    abstract String confirmBy();

    abstract String elseIgnore();
}
