const kept = new Set('p h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr td th strong em u s sup sub br'.split(' '));
const numbers = new Set(['colspan', 'rowspan']);

/**
 * HTML that says the same with nothing in it but paragraphs, headings, lists, tables and pictures that stand in the text itself: no
 * script, no style, no link, no address. What is not understood as a tag is text.
 */
export function plainHtml(html: string): string {
  let plain = '';
  let at = 0;
  for (const tag of html.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>/g)) {
    plain += escaped(html.slice(at, tag.index)) + keptTag(tag[1]!, tag[2]!.toLowerCase(), tag[3]!);
    at = tag.index + tag[0].length;
  }
  return plain + escaped(html.slice(at));
}

function keptTag(slash: string, name: string, attributes: string): string {
  if (name === 'img') return slash ? '' : picture(attributes);
  if (!kept.has(name)) return '';
  if (slash) return `</${name}>`;
  const spans = [...attributes.matchAll(/\b([a-z]+)="(\d{1,4})"/g)].filter(([, key]) => numbers.has(key!));
  return `<${name}${spans.map(([, key, value]) => ` ${key}="${value}"`).join('')}>`;
}

function picture(attributes: string): string {
  const source = /\bsrc="(data:image\/(?:png|jpeg|gif|bmp|webp);base64,[A-Za-z0-9+/=]+)"/.exec(attributes);
  return source ? `<img src="${source[1]}" alt="">` : '';
}

/** Entities stay what they are; a bracket that is no tag is shown. */
function escaped(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
