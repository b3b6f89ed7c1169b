import { useTranslation } from 'react-i18next';
import { Printable } from '#kit/Printable.tsx';
import { useViewer } from '#kit/viewer.ts';

/** A slip to hand over: where to sign in, as whom, and the first password, which is shown nowhere else. */
export function FirstPasswordSlip({
  name,
  email,
  firstPassword,
}: {
  name: string;
  email: string;
  firstPassword: string;
}) {
  const { t } = useTranslation();
  const { firmName } = useViewer();
  return (
    <Printable label={t('people.first-password.print')}>
      <div className="slip">
        <p className="strong">
          {firmName} · {name}
        </p>
        <p>
          <span className="quiet">{t('people.first-password.address')}</span> {location.origin}
        </p>
        <p>
          <span className="quiet">{t('people.email')}</span> {email}
        </p>
        <p className="quiet">{t('people.first-password')}</p>
        <p className="slip-password">{firstPassword}</p>
        <p className="faint">{t('people.first-password.hint')}</p>
      </div>
    </Printable>
  );
}
