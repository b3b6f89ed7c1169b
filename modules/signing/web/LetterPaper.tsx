import { useTranslation } from 'react-i18next';
import type { ReadLetter } from '#modules/signing/signing.contract.ts';
import { formatInstant } from '#kit/Day.tsx';
import { useViewer } from '#kit/viewer.ts';
import './letter.css';

/** The letter as it is signed: title, every paragraph, and the place of the signature. The Chinese text is the one that binds. */
export function LetterPaper({ of: { text, translation, person, side, signedAt, signed } }: { of: ReadLetter }) {
  const { t, i18n } = useTranslation();
  const { firmName } = useViewer();
  return (
    <article className="letter-paper" lang="zh">
      <h2>{text.title}</h2>
      {text.paragraphs.map((paragraph, at) => (
        <p key={at}>{paragraph}</p>
      ))}
      <footer>
        <span>{firmName}</span>
        <span>
          {side && t(`side.${side}`)} {person.name}
        </span>
        {signed && signedAt ? (
          <span className="letter-signed">
            {t('signing.signed-at', { at: formatInstant(signedAt) })}
            <br />
            <code>{signed.fingerprint.slice(0, 16)}</code>
          </span>
        ) : (
          <span className="faint">{t('signing.unsigned')}</span>
        )}
      </footer>
      {translation && i18n.language === 'en' && (
        <section lang="en" className="letter-translation">
          <p className="quiet">{t('signing.translation')}</p>
          <h3>{translation.title}</h3>
          {translation.paragraphs.map((paragraph, at) => (
            <p key={at}>{paragraph}</p>
          ))}
        </section>
      )}
    </article>
  );
}
