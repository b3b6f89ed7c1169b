import { type QueryClient, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import type { peopleContract, Me } from '#modules/people/people.contract.ts';
import { connect } from '#kit/connect.ts';
import { listen } from '#kit/live.ts';
import { paths } from '#kit/paths.ts';
import { Trouble } from '#kit/states.tsx';
import { type Viewer, ViewerContext } from '#kit/viewer.ts';
import { Keyless } from './Keyless.tsx';
import { Shell } from './Shell.tsx';

const people = connect<typeof peopleContract>('people');

/**
 * Everything behind the sign-in: finds out who looks, listens to the server, and puts the page into the shell. Who has no keys yet
 * makes them before anything else.
 */
export function SignedIn({ memory }: { memory: QueryClient }) {
  const me = useQuery(people.me.queryOptions({ staleTime: Infinity }));
  const viewer = useMemo(() => me.data && viewerOf(me.data), [me.data]);
  const { pathname, search } = useLocation();
  const ready = Boolean(viewer?.fingerprint);
  useEffect(() => (ready ? listen(memory) : undefined), [ready, memory]);

  if (me.isError) return <Trouble error={me.error} again={() => void me.refetch()} />;
  if (!viewer) return null;
  if (!ready && pathname !== paths.welcome())
    return <Navigate to={paths.welcome()} state={{ from: pathname + search }} replace />;
  if (!ready)
    return (
      <ViewerContext value={viewer}>
        <Keyless />
      </ViewerContext>
    );
  return (
    <ViewerContext value={viewer}>
      <Shell demo={me.data!.firm.demo}>
        <Outlet />
      </Shell>
      <ScrollRestoration />
    </ViewerContext>
  );
}

function viewerOf({ person, firm }: Me): Viewer {
  const { id, name, title, email, roles, positions, keys } = person;
  const fingerprint = keys?.fingerprint ?? null;
  return {
    kind: 'person',
    person: id,
    firm: firm.id,
    name,
    title,
    email,
    roles,
    positions,
    firmName: firm.name,
    fingerprint,
  };
}
