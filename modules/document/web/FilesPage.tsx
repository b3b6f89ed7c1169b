import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '#kit/Page.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { DocumentSearch } from './DocumentSearch.tsx';
import './document.css';

/** 检索文件: every file that the viewer may read, by the words in it. */
export function FilesPage() {
  const { t } = useTranslation();
  const [asked, ask] = useSearchParams();
  return (
    <Page title={t('document.search')} subtitle={t('document.search.all')} clientData>
      <div className="documents">
        <DocumentSearch
          place={{}}
          words={asked.get('words') ?? ''}
          onWords={(words) => ask(words ? { words } : {}, { replace: true })}
        >
          <Sheet>
            <Empty sentence={t('document.search.empty')} example={t('document.search.example')} />
          </Sheet>
        </DocumentSearch>
      </div>
    </Page>
  );
}
