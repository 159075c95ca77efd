package io.voltwright.protocol.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the REST interface answers while the modules behind it are away. */
class ApiTest {

    /** Parts of an answer by the names of the methods that set them; {@code body} is what was written. */
    private static Map<String, String> get(@Nullable String path) throws Exception {
        Map<String, String> answer = new HashMap<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        HttpServletRequest request = proxy(HttpServletRequest.class, (method, arguments) -> path);
        HttpServletResponse response = proxy(HttpServletResponse.class, (method, arguments) -> switch (method) {
            case "getOutputStream" -> once(answer, "stream", "writer", new Stream(body));
            case "getWriter" -> once(answer, "writer", "stream", new PrintWriter(body, true, StandardCharsets.UTF_8));
            default -> answer.put(method, String.valueOf(arguments[0]));
        });
        new Api().doGet(request, response);
        answer.put("body", body.toString(StandardCharsets.UTF_8));
        return answer;
    }

    /** Jakarta Servlet 6.0 section 5.1: a response has a stream or a writer, never both. */
    private static Object once(Map<String, String> answer, String taken, String other, Object value) {
        if (answer.containsKey(other)) {
            throw new IllegalStateException(other);
        }
        answer.put(taken, "taken");
        return value;
    }

    private interface Call {

        @Nullable
        Object of(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        Object made = Proxy.newProxyInstance(
                ApiTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object value = call.of(method.getName(), arguments == null ? new Object[0] : arguments);
                    return method.getReturnType() == void.class ? null : value;
                });
        return type.cast(made);
    }

    private static final class Stream extends ServletOutputStream {

        private final ByteArrayOutputStream body;

        Stream(ByteArrayOutputStream body) {
            this.body = body;
        }

        @Override
        public void write(int b) {
            body.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
    }

    @Test
    void whatIsAwayIsNamed() throws Exception {
        assertThat(get("/evses"))
                .containsEntry("setStatus", "503")
                .containsEntry("body", "{\"error\":\"charging is not running; try again\"}");
        assertThat(get("/transactions")).containsEntry("setStatus", "503");
    }

    @Test
    void aReceiptThatCannotBeHadIsAnsweredWithASentenceToo() throws Exception {
        assertThat(get("/transactions/49c7930b-5d26-479f-835d-1e8535f04493/receipt"))
                .containsEntry("setStatus", "503")
                .containsEntry("body", "{\"error\":\"reports is not running; try again\"}");
    }

    @Test
    void whereThereIsNothingItSaysWhatThereIs() throws Exception {
        assertThat(get(null)).containsEntry("setStatus", "404");
        assertThat(get("/weather").get("body")).contains("/api/site", "/api/transactions");
    }
}
