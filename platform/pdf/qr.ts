import { create } from 'qrcode';

/**
 * The QR code of a text as an SVG drawing of dark squares on nothing, for a template to show as an image. Errors of up to
 * 15 % of it can be read over. Throws when the text is longer than a code can hold (2,331 bytes).
 */
export function qrSvg(text: string): string {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let squares = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) squares += `M${column} ${row}h1v1h-1z`;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules.size} ${modules.size}"><path d="${squares}"/></svg>`;
}
