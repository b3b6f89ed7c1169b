/** Waits until the browser has drawn what was said last: what follows keeps it busy for half a second. */
export function nextPaint(): Promise<void> {
  return new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go, 0));
  });
}
