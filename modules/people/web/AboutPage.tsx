import { useTranslation } from 'react-i18next';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Printable } from '#kit/Printable.tsx';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { useViewer } from '#kit/viewer.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { SettingsPage } from './people.parts.tsx';

/** What lies where, from what keeps secrets best to what keeps none; the words are `people.about.<key>.…`. */
const kinds = [
  'password',
  'vault-password',
  'secrets',
  'sensitive',
  'files',
  'ordinary',
  'journal',
  'packages',
  'transport',
  'volume',
] as const;

const told = ['opened', 'changed', 'refused', 'where', 'not'] as const;

/** 关于: version and licence, and for an auditor: what is encrypted by what, who can still reach it, what is recorded. */
export function AboutPage() {
  const { t } = useTranslation();
  const { firmName } = useViewer();
  return (
    <SettingsPage section="about">
      <Printable label={t('people.about.print')}>
        <div className="stack">
          <Sheet title={t('people.about.product')}>
            <Facts
              of={[
                { name: t('people.about.firm'), value: firmName },
                { name: t('people.about.version'), value: manifest.version },
                { name: t('people.about.licence'), value: manifest.license },
                { name: t('people.about.connection'), value: <Connection /> },
              ]}
            />
          </Sheet>
          <Sheet title={t('people.about.encryption')}>
            <LedgerTable
              label={t('people.about.encryption')}
              rows={[...kinds]}
              rowKey={(kind) => kind}
              columns={[
                {
                  key: 'what',
                  title: t('people.about.what'),
                  width: 216,
                  render: (kind) => <b>{t(`people.about.${kind}`)}</b>,
                },
                { key: 'by', title: t('people.about.by'), render: (kind) => t(`people.about.${kind}.by`) },
                { key: 'who', title: t('people.about.who'), render: (kind) => t(`people.about.${kind}.who`) },
              ]}
            />
          </Sheet>
          <Sheet title={t('people.about.honest')} padded>
            <div className="stack">
              <p>
                <Mark of="warns" /> {t('people.about.honest.administrator')}
              </p>
              <p>{t('people.about.honest.script')}</p>
              <p>{t('people.about.honest.journal')}</p>
              <p>{t('people.about.honest.recovery')}</p>
            </div>
          </Sheet>
          <Sheet title={t('people.about.watching')} padded>
            <ul className="positions">
              {told.map((one) => (
                <li key={one}>{t(`people.about.watching.${one}`)}</li>
              ))}
            </ul>
          </Sheet>
        </div>
      </Printable>
    </SettingsPage>
  );
}

/** How this very page came here: the browser's own word for it. */
function Connection() {
  const { t } = useTranslation();
  if (location.protocol === 'https:')
    return (
      <>
        <Mark of="agreed" /> {t('people.about.connection.tls')}
      </>
    );
  if (window.isSecureContext)
    return (
      <>
        <Mark of="agreed" /> {t('people.about.connection.local')}
      </>
    );
  return (
    <span className="differs">
      <Mark of="differs" /> {t('people.about.connection.plain')}
    </span>
  );
}
