// The query editor: YASGUI, told to stay on this machine.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";

const host = document.querySelector("[data-editor]");
if (host) {
  new Yasgui(host, { requestConfig: { endpoint: "/sparql" } });
}
