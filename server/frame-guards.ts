/**
 * What the frame in which files are looked at may do: run the parts of our own program, in an origin of its own that is nobody's, and
 * nothing else. It asks for no address but those parts, and opens, sends and keeps nothing.
 */
export function frameGuards(host: string): Record<string, string> {
  const own = `${host}/assets/`;
  return {
    'x-frame-options': 'SAMEORIGIN',
    'content-security-policy': [
      'sandbox allow-scripts',
      "default-src 'none'",
      `script-src ${own} 'wasm-unsafe-eval'`,
      `style-src ${own} 'unsafe-inline'`,
      `connect-src ${own}`,
      'img-src data: blob:',
      'font-src data: blob:',
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${host}`,
    ].join('; '),
  };
}
