import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { FileField } from '#kit/FileField.tsx';
import { paths } from '#kit/paths.ts';
import { Skeleton, Trouble } from '#kit/states.tsx';
import { uploadRegister } from './upload-register.ts';

/** Takes a register file; once it is read, its import opens. */
export function RegisterFile() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const upload = useMutation({
    mutationFn: uploadRegister,
    onSuccess: (id) => void navigate(paths.clientImport(id)),
    meta: { explained: true },
  });
  return (
    <>
      <FileField
        label={t('client.import.choose')}
        accept=".csv,.txt,.xlsx"
        help={t('client.import.formats')}
        onFile={(file) => upload.mutate(file)}
      />
      {upload.isPending && <Skeleton lines={2} />}
      {upload.isError && <Trouble error={upload.error} again={upload.reset} />}
    </>
  );
}
