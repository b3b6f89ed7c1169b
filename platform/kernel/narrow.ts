/**
 * Full-width forms as their plain ones: `１２，３（％）` is `12,3(%)`, `￥` is `¥`, the blanks of typesetting are a space, and
 * characters without width are gone; all else, 繁简 among it, stays.
 */
export function narrow(text: string): string {
  if (!/[\uFF01-\uFF5E\uFFE5\u3000\u00A0\u2000-\u200D\u202F\u2060\uFEFF]/.test(text)) return text;
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00A0\u2000-\u200A\u202F]/g, ' ')
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/\uFFE5/g, '¥');
}
