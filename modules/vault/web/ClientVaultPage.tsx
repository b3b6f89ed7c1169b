import { useParams } from 'react-router';
import { ClientWorkspace } from '#modules/client/web/client.parts.tsx';
import { ClientVault } from './ClientVault.tsx';

/** 客户 360 · 保险箱: what of this client is sealed, and who can open it. */
export function ClientVaultPage() {
  const { client = '' } = useParams();
  return (
    <ClientWorkspace id={client} tab="vault">
      {(whole) => <ClientVault of={whole} />}
    </ClientWorkspace>
  );
}
