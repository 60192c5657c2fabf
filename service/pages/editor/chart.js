// Results as bars: the first column names them, the first column of numbers gives their lengths.
import { named } from "./addresses.js";

const SVG = "http://www.w3.org/2000/svg";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"].map((name) => XSD + name));
const MOST = 100;

export class Chart {
  priority = 5;
  label = "Chart";

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return this.#columns() !== undefined;
  }

  getIcon() {
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", "0 0 16 16");
    icon.setAttribute("aria-hidden", "true");
    icon.append(document.createElementNS(SVG, "path"));
    icon.firstChild.setAttribute("d", "M2 2h2v12H2zM5 3h9v2.6H5zM5 6.7h6v2.6H5zM5 10.4h3V13H5z");
    return icon;
  }

  draw() {
    const { name, number, rows } = this.#columns();
    const largest = Math.max(...rows.map((row) => Number(row[number]?.value ?? 0)), 1);
    const table = document.createElement("table");
    table.className = "bars";
    table.createCaption().textContent = `${number} by ${name}${rows.length > MOST ? `, the first ${MOST}` : ""}`;
    for (const row of rows.slice(0, MOST)) table.append(bar(row[name]?.value ?? "", Number(row[number]?.value ?? 0), largest));
    this.yasr.resultsEl.append(table);
  }

  #columns() {
    const rows = this.yasr.results?.getBindings() ?? [];
    const names = this.yasr.results?.getVariables() ?? [];
    const number = names.find((each) => rows.some((row) => NUMBERS.has(row[each]?.datatype)));
    const name = names.find((each) => each !== number && /label|name/i.test(each)) ?? names.find((each) => each !== number);
    return number && name ? { name, number, rows } : undefined;
  }
}

function bar(name, number, largest) {
  const row = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = named(name);
  const value = document.createElement("td");
  value.textContent = number.toLocaleString("en-GB");
  const length = document.createElement("td");
  const meter = document.createElement("meter");
  meter.max = largest;
  meter.value = number;
  meter.setAttribute("aria-label", `${head.textContent}: ${value.textContent}`);
  length.append(meter);
  row.append(head, value, length);
  return row;
}
