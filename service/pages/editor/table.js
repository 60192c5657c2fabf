// The table of results, whose links lead to the pages of this service: nothing is asked of other machines.
import Yasgui from "@zazuko/yasgui";
import { here, named } from "./addresses.js";

export class Table extends Yasgui.Yasr.plugins.table {
  constructor(yasr) {
    super(yasr);
    this.persistentConfig = { compact: true };
  }

  getUriLinkFromBinding({ value }, prefixes) {
    const link = document.createElement("a");
    link.className = "iri";
    link.href = here(value);
    link.title = value;
    link.textContent = named(value, prefixes);
    return link.outerHTML;
  }
}
