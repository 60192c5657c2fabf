// The query editor: YASGUI, kept on this machine: it completes from the ontology and saves nothing elsewhere.
import "./styles.js";
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import { Chart } from "./chart.js";
import { markFault } from "./fault.js";
import { Table } from "./table.js";

const host = document.querySelector("[data-editor]");
const { prefixes, classes, properties, query } = JSON.parse(document.getElementById("editor-data").textContent);

complete("class", classes);
complete("property", properties);
complete("prefixes", Object.entries(prefixes).map(([name, namespace]) => `${name}: <${namespace}>`));
Yasgui.Yasr.registerPlugin("table", Table);
Yasgui.Yasr.registerPlugin("chart", Chart);
Yasgui.Yasr.defaults.prefixes = prefixes;
Yasgui.Yasr.defaults.errorRenderers = [explain];
Yasgui.Yasr.defaults.pluginOrder = ["table", "chart", "response"];

// The sentence of a problem (RFC 9457) instead of its JSON.
async function explain(error) {
  const text = document.createElement("p");
  try {
    text.textContent = JSON.parse(error.text).detail;
  } catch {
    return undefined;
  }
  return text;
}

// A completer that knows the ontology's terms, in place of one that would ask a service of others.
function complete(name, known) {
  Yasgui.Yasqe.registerAutocompleter(
    { ...Yasgui.Yasqe.Autocompleters[name], name, bulk: true, persistenceId: null, get: () => known },
    true,
  );
}

const endpoint = new URL("/sparql", location).href;
Yasgui.Yasqe.defaults.requestConfig.endpoint = endpoint;
Yasgui.defaults.requestConfig.endpoint = endpoint;
const yasgui = new Yasgui(host, {
  requestConfig: { endpoint, method: "POST", headers: {}, args: [] },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [] },
  populateFromUrl: false,
  persistenceId: "whoasks",
  autofocus: false,
  yasqe: { value: query, showQueryButton: true },
});

const asked = new URL(location).searchParams.has("query");
const tab = asked
  ? yasgui.addTab(true, { ...Yasgui.Tab.getDefaults(yasgui), name: "Query", yasqe: { value: query } }, { avoidDuplicateTabs: true })
  : yasgui.getTab();
for (const each of document.querySelectorAll("[data-example]")) each.addEventListener("click", (event) => fill(event, each));
document.querySelector("[data-plain-editor]").hidden = true;
watch(tab);
yasgui.on("tabAdd", (_, id) => watch(yasgui.getTab(id)));
label(host);
if (asked) tab.query().catch(() => undefined); // the table of results shows what went wrong

function fill(event, link) {
  event.preventDefault();
  const editor = yasgui.getTab().getYasqe();
  editor.setValue(new URL(link.href).searchParams.get("query"));
  editor.focus();
}

// After each reply: where the query is wrong, and which of its terms the ontology does not have.
function watch(tab) {
  const follow = () => {
    const editor = tab.getYasqe();
    editor.config.createShareableLink = () => `${endpoint}?query=${encodeURIComponent(editor.getValue())}`;
    editor.on("queryResponse", async (_, response) => {
      markFault(editor, response);
      const reply = await fetch(`/sparql/hints?query=${encodeURIComponent(editor.getValue())}`);
      document.querySelector("[data-hints]").replaceChildren(...(reply.ok ? (await reply.json()).map(sentence) : []));
    });
  };
  tab.getYasqe() ? follow() : tab.once("open", follow);
}

function sentence({ term, line, column, nearest }) {
  const line_ = document.createElement("p");
  line_.textContent = `The model has no ${term} (line ${line}, column ${column}).${nearest.length ? ` Did you mean ${nearest.join(" or ")}?` : ""}`;
  return line_;
}

// Names for what the editor leaves without one, so that a screen reader can tell it.
function label(root) {
  const name = () => {
    for (const area of root.querySelectorAll(".CodeMirror textarea:not([aria-label])")) area.setAttribute("aria-label", "SPARQL query");
    for (const sizer of root.querySelectorAll(".tableSizer:not([aria-label])")) sizer.setAttribute("aria-label", "Rows on a page");
    for (const add of root.querySelectorAll(".tabsList button:not([role])")) add.setAttribute("role", "tab");
    for (const head of root.querySelectorAll("th .dt-column-title:empty")) head.append(hidden("Row"));
  };
  new MutationObserver(name).observe(root, { childList: true, subtree: true });
  name();
}

function hidden(words) {
  const span = document.createElement("span");
  span.className = "visually-hidden";
  span.textContent = words;
  return span;
}
