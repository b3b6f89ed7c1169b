import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { documentPath } from '#modules/document/document.client.ts';
import type { Preview } from '#modules/document/document.contract.ts';
import type { Id } from '#platform/kernel/id.ts';
import { when } from '#platform/kernel/verdict.ts';
import { Answer } from '#kit/Answer.tsx';
import { download } from '#kit/download.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Empty, Skeleton } from '#kit/states.tsx';
import { documents } from './document.api.ts';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { FileFrame } from './FileFrame.tsx';
import { ArchiveCard } from './retention/ArchiveCard.tsx';
import './document.css';

/** 预览: a file as it looks, without having it. */
export function FilePage() {
  const { t } = useTranslation();
  const { document = '' } = useParams();
  const preview = useQuery({
    queryKey: ['preview', document],
    queryFn: () => documents.openPreview.call({ document: document as Id<'document'> }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const fetching = useMutation({ mutationFn: () => download(documentPath(document), preview.data?.name) });
  return (
    <Page
      title={preview.data?.name ?? t('document.preview')}
      crumbs={preview.data ? crumbsOf(preview.data, t) : []}
      actions={
        preview.data && (
          <VerdictButton
            verdict={when(preview.data.mayDownload, 'document.no-download')}
            loading={fetching.isPending}
            onClick={() => fetching.mutate()}
          >
            {t('document.download')}
          </VerdictButton>
        )
      }
      clientData
    >
      <ArchiveCard document={document as Id<'document'>} />
      <Answer of={preview} waiting={<Skeleton lines={12} />}>
        {({ shown }) =>
          shown.kind === 'none' ? (
            <Empty sentence={t(`document.preview.none.${shown.why}`)} example={t('document.preview.none.help')} />
          ) : (
            <>
              {'cut' in shown && shown.cut && <p className="quiet">{t('document.preview.cut')}</p>}
              <FileFrame document={document} preview={preview.data!} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function crumbsOf({ client, handover }: Preview, t: (key: string) => string) {
  if (client) return [{ text: t('document.preview.client'), to: paths.client(client, 'documents') }];
  return handover ? [{ text: t('document.preview.handover'), to: paths.handover(handover, 'documents') }] : [];
}
