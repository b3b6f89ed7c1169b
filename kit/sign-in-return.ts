const signIn = '/sign-in';

/** Goes to the sign-in page, which comes back to the page one stands on now. */
export function leaveForSignIn(): void {
  if (location.pathname === signIn) return;
  location.assign(`${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** The path to go to after sign-in: the one asked for, when it is one of this house, else the first page. */
export function returnPath(search: string, origin: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  if (!next.startsWith('/') || next.startsWith(signIn)) return '/';
  const url = URL.parse(next, origin);
  return url?.origin === origin ? url.pathname + url.search + url.hash : '/';
}
