package org.recado.redeploy;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.recado.chaos.Pause;

/** The servlet of the plain WAR: keeps the thread that serves it so long that each of the others has a request as well. */
@WebServlet("/*")
public final class Slow extends HttpServlet {
    private static final Duration HELD = Duration.ofMillis(50);

    @Override
    protected void doGet(HttpServletRequest question, HttpServletResponse answer) {
        Pause.of(HELD);
    }
}
