import type { FramedSheet } from '#kit/framed-file.ts';

export function drawText(paper: HTMLElement, text: string): void {
  const shown = document.createElement('pre');
  shown.textContent = text;
  paper.replaceChildren(shown);
}

/** The server has left nothing in it but paragraphs, lists, tables and pictures; the frame would run no script of it either. */
export function drawHtml(paper: HTMLElement, html: string): void {
  const shown = document.createElement('article');
  shown.innerHTML = html;
  paper.replaceChildren(shown);
}

/** The sheets of a workbook, one at a time. */
export function drawSheets(paper: HTMLElement, sheets: FramedSheet[]): void {
  const tabs = document.createElement('nav');
  const place = document.createElement('div');
  place.className = 'sheet-place';
  const open = (at: number) => {
    for (const [index, tab] of [...tabs.children].entries()) tab.ariaSelected = String(index === at);
    place.replaceChildren(tableOf(sheets[at]!));
  };
  for (const [at, { name }] of sheets.entries()) {
    const tab = document.createElement('button');
    tab.textContent = name;
    tab.addEventListener('click', () => open(at));
    tabs.append(tab);
  }
  paper.replaceChildren(...(sheets.length > 1 ? [tabs] : []), place);
  if (sheets.length > 0) open(0);
}

function tableOf({ rows }: FramedSheet): HTMLTableElement {
  const table = document.createElement('table');
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  for (const { line, cells } of rows) {
    const row = table.insertRow();
    const number = document.createElement('th');
    number.textContent = String(line);
    row.append(number);
    for (let at = 0; at < width; at += 1) {
      const cell = row.insertCell();
      const text = cells[at] ?? '';
      cell.textContent = text;
      if (/^[-+]?[\d,]+(\.\d+)?%?$/.test(text)) cell.className = 'amount';
    }
  }
  return table;
}
