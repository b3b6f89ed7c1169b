/** Where a PostgreSQL cluster answers and as whom; fits `new pg.Client({ ...address, database })`. */
export type ClusterAddress = {
  /** A host name, or the absolute folder of a Unix socket. */
  host: string;
  port: number;
  user: string;
  password: string;
};

/** The connection string of one database of the cluster; a socket folder is percent-encoded into the host. */
export function urlOf(address: ClusterAddress, database: string): string {
  const login = `${encodeURIComponent(address.user)}:${encodeURIComponent(address.password)}`;
  return `postgresql://${login}@${encodeURIComponent(address.host)}:${address.port}/${encodeURIComponent(database)}`;
}
