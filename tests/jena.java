import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.query.Syntax;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DynamicDatasets;
import org.apache.jena.system.Txn;
import org.apache.jena.tdb2.TDB2;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.update.UpdateAction;

/**
 * A dataset of Jena's TDB2, with its query engine, behind the SPARQL 1.1 protocol: /ds takes queries and updates.
 *
 * <p>The arguments are the folder of the data and the port. An update is one transaction, read as it is carried out.
 */
public final class Served {
    private static final String BASE = "http://example.org/served/";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String UPDATE = "application/sparql-update";

    private final Dataset dataset;

    private Served(String folder) {
        dataset = TDB2Factory.connectDataset(folder);
        dataset.getContext().set(TDB2.symUnionDefaultGraph, true);
    }

    public static void main(String[] arguments) throws IOException {
        Served served = new Served(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/ds", served::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            try {
                respond(exchange, body);
            } catch (QueryParseException error) {
                send(exchange, 400, "text/plain", error.getMessage().getBytes(StandardCharsets.UTF_8));
            } catch (RuntimeException error) {
                send(exchange, 500, "text/plain", String.valueOf(error).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void respond(HttpExchange exchange, byte[] body) throws IOException {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (type.startsWith(UPDATE)) {
            ByteArrayInputStream text = new ByteArrayInputStream(body);
            DatasetGraph graphs = dataset.asDatasetGraph();
            Txn.executeWrite(dataset, () -> UpdateAction.parseExecute(null, graphs, text, BASE, Syntax.syntaxARQ));
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        String asked = exchange.getRequestURI().getRawQuery();
        Map<String, List<String>> given = parsed(type.startsWith(FORM) ? new String(body, StandardCharsets.UTF_8) : asked);
        Query query = QueryFactory.create(String.join("", given.getOrDefault("query", List.of())), BASE, Syntax.syntaxARQ);
        List<String> merged = given.getOrDefault("default-graph-uri", List.of());
        List<String> named = given.getOrDefault("named-graph-uri", List.of());
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        Txn.executeRead(dataset, () -> evaluate(query, over(query, merged, named), results));
        boolean graph = query.isConstructType() || query.isDescribeType();
        send(exchange, 200, graph ? "application/n-triples" : "application/sparql-results+json", results.toByteArray());
    }

    /** Return the dataset that the protocol names, or the query, which is then relieved of that, or else the whole. */
    private Dataset over(Query query, List<String> merged, List<String> named) {
        boolean described = !merged.isEmpty() || !named.isEmpty();
        DatasetDescription description =
                described ? DatasetDescription.create(merged, named) : DatasetDescription.create(query);
        if (description == null || description.isEmpty()) {
            return dataset;
        }
        query.getGraphURIs().clear();
        query.getNamedGraphURIs().clear();
        return DatasetFactory.wrap(DynamicDatasets.dynamicDataset(description, dataset.asDatasetGraph(), false));
    }

    private static void evaluate(Query query, Dataset over, ByteArrayOutputStream results) {
        try (QueryExecution execution = QueryExecutionFactory.create(query, over)) {
            if (query.isAskType()) {
                ResultSetFormatter.outputAsJSON(results, execution.execAsk());
            } else if (query.isSelectType()) {
                ResultSetFormatter.outputAsJSON(results, execution.execSelect());
            } else {
                Model model = query.isConstructType() ? execution.execConstruct() : execution.execDescribe();
                RDFDataMgr.write(results, model, Lang.NTRIPLES);
            }
        }
    }

    private static Map<String, List<String>> parsed(String form) {
        Map<String, List<String>> fields = new HashMap<>();
        for (String field : form.split("&")) {
            String[] halves = field.split("=", 2);
            String value = URLDecoder.decode(halves.length > 1 ? halves[1] : "", StandardCharsets.UTF_8);
            fields.computeIfAbsent(halves[0], name -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
