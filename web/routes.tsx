import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { MissingPage } from './MissingPage.tsx';

/** A page at its address; its module is loaded when somebody goes there. */
export function page(path: string, load: () => Promise<ComponentType>): RouteObject {
  return { path, lazy: async () => ({ Component: await load() }) };
}

/**
 * Every page by its address:
 *
 * ```ts
 * page(paths.client(':client', ':tab?'), async () => (await import('#modules/client/web/ClientPage.tsx')).ClientPage),
 * ```
 */
export const pages: RouteObject[] = [{ path: '*', element: <MissingPage /> }];

/** The few pages that are shown to nobody in particular: founding the firm. */
export const outside: RouteObject[] = [];
