import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Package } from '../archive.contract.ts';
import { archive } from './archive.api.ts';

/** Checks a package as anyone could outside, and says what came of it. */
export function CheckButton({ of: { id }, small }: { of: Pick<Package, 'id'>; small?: boolean }) {
  const { t } = useTranslation();
  const check = useMutation(archive.verifyStored.mutationOptions());
  const { data } = check;
  if (!data)
    return (
      <Button size={small ? 'small' : 'middle'} loading={check.isPending} onClick={() => check.mutate({ package: id })}>
        {t('archive.check')}
      </Button>
    );
  const where =
    data.first &&
    [data.first.file, t(`archive.fault.${data.first.code}`, { defaultValue: data.first.code })].join(' · ');
  return (
    <span role="status" title={where ?? undefined}>
      <Chip standing={data.sound ? 'agreed' : 'differs'} mark>
        {data.sound
          ? t('archive.check.sound', { count: data.files, files: formatCount(data.files) })
          : t('archive.check.unsound', { count: data.faults })}
      </Chip>
    </span>
  );
}
