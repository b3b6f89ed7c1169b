import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { ArchiveClass } from '#modules/document/document.contract.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { when } from '#platform/kernel/verdict.ts';
import { Answer } from '#kit/Answer.tsx';
import { download } from '#kit/download.ts';
import { explain } from '#kit/explain.ts';
import { formatCount } from '#kit/figures.ts';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty, Skeleton } from '#kit/states.tsx';
import { documents } from '../document.api.ts';
import { ClassChips } from './ClassChips.tsx';
import { DirectoryTable } from './DirectoryTable.tsx';
import { useKeepingWords } from './keeping-words.tsx';
import './retention.css';

/** Which branch is shown: of a client all, one year, or one kind of it. */
type Branch = { year?: number | 'none'; kind?: string; unfiled?: boolean };

/** 类目树 of one client: its fiscal years and their kinds at the left, the files of the branch at the right. */
export function ClassPage() {
  const { t } = useTranslation();
  const { client = 'none' } = useParams();
  const [search] = useSearchParams();
  const of = client as ClientId | 'none';
  const branch = branchOf(search);
  const tree = useQuery(documents.readClasses.queryOptions({ input: { client: of } }));
  const clients = useQuery(documents.readClasses.queryOptions({ input: {}, staleTime: 60_000 }));
  const whose = clients.data?.classes.find((one) => one.client?.id === client)?.client;
  const printing = useMutation({
    mutationFn: () =>
      download(`/directory/catalogue?${new URLSearchParams({ client, year: String(branch.year) }).toString()}`),
    onError: (error) => notify({ text: explain(error).text, standing: 'differs' }),
  });
  return (
    <Page
      title={whose?.name ?? (client === 'none' ? t('document.directory.handover') : t('document.classes'))}
      subtitle={whose?.number}
      crumbs={[
        { text: t('archive.title'), to: paths.archives() },
        { text: t('document.classes'), to: paths.classes() },
      ]}
      actions={
        client !== 'none' &&
        branch.year !== undefined && (
          <Button loading={printing.isPending} onClick={() => printing.mutate()}>
            {t('document.catalogue')}
          </Button>
        )
      }
      clientData
    >
      <Answer
        of={tree}
        waiting={<Skeleton lines={10} />}
        empty={({ classes }) =>
          classes.length === 0 && (
            <Sheet>
              <Empty sentence={t('document.directory.none')} example={t('document.directory.example')} />
            </Sheet>
          )
        }
      >
        {({ classes, mayFile }) => (
          <div className="class-page">
            <ClassTree of={classes} branch={branch} />
            <Sheet>
              <DirectoryTable
                key={search.toString()}
                wanted={{
                  client: of,
                  ...(branch.year === undefined ? {} : { year: branch.year }),
                  ...(branch.kind ? { kind: branch.kind } : {}),
                  ...(branch.unfiled ? { state: 'unfiled' as const } : {}),
                }}
                ofOne
                mayFile={when(mayFile, 'document.no-add')}
                mayPlace={mayFile}
                empty={<Empty sentence={t('document.directory.none')} example={t('document.directory.example')} />}
              />
            </Sheet>
          </div>
        )}
      </Answer>
    </Page>
  );
}

/** Years, the newest first, each with its kinds; what nobody has filed stands at the end. */
function ClassTree({ of, branch }: { of: ArchiveClass[]; branch: Branch }) {
  const { t } = useTranslation();
  const words = useKeepingWords();
  const filed = of.filter(({ kind }) => kind !== null);
  const unfiled = of.find(({ kind }) => kind === null);
  const years = [...Map.groupBy(filed, ({ year }) => year ?? ('none' as const))];
  return (
    <nav className="class-tree" aria-label={t('document.classes')}>
      <Twig to={{}} now={branch} text={t('document.directory.all')} files={sum(of)} />
      {years.map(([year, kinds]) => (
        <section key={year}>
          <Twig
            to={{ year }}
            now={branch}
            text={year === 'none' ? t('document.year.none') : t('document.year.of', { year })}
            files={sum(kinds)}
          />
          {kinds.map((one) => (
            <Twig
              key={one.kind}
              to={{ year, kind: one.kind! }}
              now={branch}
              text={words.kind(one.kind)}
              files={one.files}
            >
              <ClassChips of={one} />
            </Twig>
          ))}
        </section>
      ))}
      {unfiled && <Twig to={{ unfiled: true }} now={branch} text={t('document.unfiled')} files={unfiled.files} />}
    </nav>
  );
}

type TwigProps = { to: Branch; now: Branch; text: string; files: number; children?: ReactNode };

function Twig({ to, now, text, files, children }: TwigProps) {
  const here = to.year === now.year && to.kind === now.kind && to.unfiled === now.unfiled;
  return (
    <Link
      className={to.kind ? 'class-twig class-kind' : 'class-twig'}
      to={{ search: searchOf(to) }}
      aria-current={here ? 'page' : undefined}
    >
      <span className="cut">{text}</span>
      {children}
      <span className="num faint">{formatCount(files)}</span>
    </Link>
  );
}

function branchOf(search: URLSearchParams): Branch {
  const year = search.get('year');
  const kind = search.get('kind');
  return {
    ...(year === null ? {} : { year: year === 'none' ? ('none' as const) : Number(year) }),
    ...(kind === null ? {} : { kind }),
    ...(search.has('unfiled') ? { unfiled: true } : {}),
  };
}

function searchOf({ year, kind, unfiled }: Branch): string {
  return new URLSearchParams({
    ...(year === undefined ? {} : { year: String(year) }),
    ...(kind ? { kind } : {}),
    ...(unfiled ? { unfiled: '' } : {}),
  }).toString();
}

function sum(of: ArchiveClass[]): number {
  return of.reduce((all, { files }) => all + files, 0);
}
