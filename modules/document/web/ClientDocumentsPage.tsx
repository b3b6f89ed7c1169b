import { useParams } from 'react-router';
import { ClientWorkspace } from '#modules/client/web/client.parts.tsx';
import { canAddDocument, canDownloadDocuments } from '#modules/document/document.policy.ts';
import { DocumentList } from './DocumentList.tsx';

/** 客户 360 · 文件. */
export function ClientDocumentsPage() {
  const { client = '' } = useParams();
  return (
    <ClientWorkspace id={client} tab="documents">
      {({ client: { id }, capabilities }) => (
        <DocumentList
          place={{ client: id }}
          mayAdd={canAddDocument({ client: id, capabilities })}
          mayDownload={canDownloadDocuments({ client: id, capabilities })}
        />
      )}
    </ClientWorkspace>
  );
}
