// A page of which a piece did not arrive, because the network changed or the server began anew, would stay empty for ever.
// It is fetched again, each time after a longer wait; after the fifth within a minute the person decides.
{
  const remembered = 'baton.arrivals';
  const waits = [200, 500, 1_000, 2_000, 5_000];
  let coming = false;

  const again = () => {
    const aMinuteAgo = Date.now() - 60_000;
    const tries = JSON.parse(sessionStorage.getItem(remembered) ?? '[]').filter((at) => at > aMinuteAgo);
    if (coming || tries.length === waits.length) return coming;
    sessionStorage.setItem(remembered, JSON.stringify([...tries, Date.now()]));
    setTimeout(() => location.reload(), waits[tries.length]);
    return (coming = true);
  };

  const isPiece = (target) =>
    target instanceof HTMLScriptElement ||
    (target instanceof HTMLLinkElement && ['stylesheet', 'modulepreload'].includes(target.rel));
  addEventListener(
    'error',
    ({ target, message }) => (isPiece(target) || /dynamically imported/.test(message)) && again(),
    true,
  );
  // Told by a part of the page that misses another; who stops it from going on has a new page coming.
  addEventListener('baton:missing', (event) => again() && event.preventDefault());
}
