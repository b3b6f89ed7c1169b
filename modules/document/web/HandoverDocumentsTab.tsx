import { useParams } from 'react-router';
import { canAddToHandover, canDownloadFromHandover } from '#modules/document/document.policy.ts';
import { HandoverWorkspace } from '#modules/handover/web/handover.parts.tsx';
import { useViewer } from '#kit/viewer.ts';
import { DocumentList } from './DocumentList.tsx';

/** 文件 in the workspace of a handover: what concerns it as a whole; the files of a client stand with the client. */
export function HandoverDocumentsTab() {
  const { handover = '' } = useParams();
  const viewer = useViewer();
  return (
    <HandoverWorkspace id={handover} tab="documents" clientData>
      {({ id, parties }) => {
        const persons = parties.map(({ person }) => ({ person: person.id }));
        return (
          <DocumentList
            place={{ handover: id }}
            mayAdd={canAddToHandover(viewer, id, persons)}
            mayDownload={canDownloadFromHandover(viewer, id, persons)}
          />
        );
      }}
    </HandoverWorkspace>
  );
}
