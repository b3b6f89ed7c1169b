/** The recovery key as it stands on this page and nowhere else until two of its shares were typed from paper. */
export type NewRecovery = { recipient: string; shares: [string, string, string] };
