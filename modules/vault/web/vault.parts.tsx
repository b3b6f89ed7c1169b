export { useKeyring } from './use-keyring.ts';
export { VaultPasswordDialog } from './VaultPasswordDialog.tsx';
