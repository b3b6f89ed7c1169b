import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatCount } from '#kit/figures.ts';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { GateState, SignOff } from '../closing.contract.ts';
import { handovers } from './closing.api.ts';
import { KeysDeed } from './KeysDeed.tsx';
import { factsOf, isSigned } from './sign-off-facts.ts';

type Missing = GateState['missing'][number];

/** Gates in sight when none is shut; the rest can be unfolded. */
const shownGreen = 4;
/** What a signer asks first. */
const first = ['items-have-verdicts', 'differences-settled', 'pledges-signed', 'keys-prepared'];
const missingShown = 5;

/** 签署条件: every gate before the signatures, how far it is, what is missing, and where to mend it. */
export function ConditionsSheet({ signOff }: { signOff: SignOff }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const { gates } = signOff;
  if (isSigned(signOff)) return null;
  const shut = gates.filter(({ ok }) => !ok);
  const green = gates.filter(({ ok }) => ok).toSorted((one, other) => rank(one) - rank(other));
  const blocking = shut.filter(({ force }) => force === 'must').length;
  const { green: allGreen, sees } = factsOf(signOff, viewer);
  const extra =
    !sees && blocking === 0 ? null : allGreen ? (
      <span className="agreed">{t('closing.gates.green')}</span>
    ) : (
      <span className="differs">{t('closing.gates.shut', { count: blocking })}</span>
    );
  const rest = green.slice(blocking > 0 ? 0 : shownGreen);
  return (
    <Sheet title={t('closing.gates')} extra={extra}>
      <ul>
        {[...shut, ...(blocking > 0 ? [] : green.slice(0, shownGreen))].map((gate) => (
          <GateLine key={gate.id} gate={gate} signOff={signOff} />
        ))}
      </ul>
      {!sees && <p className="gates-unseen quiet">{t('closing.gates.unseen')}</p>}
      {rest.length > 0 && (
        <details className="gates-rest">
          <summary>{t(blocking > 0 ? 'closing.gates.met' : 'closing.gates.rest', { count: rest.length })}</summary>
          <ul>
            {rest.map((gate) => (
              <GateLine key={gate.id} gate={gate} signOff={signOff} />
            ))}
          </ul>
        </details>
      )}
    </Sheet>
  );
}

function rank({ id }: GateState): number {
  const at = first.indexOf(id);
  return at === -1 ? first.length : at;
}

function GateLine({ gate, signOff }: { gate: GateState; signOff: SignOff }) {
  const { t } = useTranslation();
  const { id, ok, force, done, total, report } = gate;
  const mark = ok ? 'agreed' : force === 'warn' ? 'warns' : 'differs';
  return (
    <li className="gate">
      <div className="gate-line">
        <span>
          <Mark of={mark} /> {t(`gate.${id}`, { defaultValue: id })}
          <span className="unseen">{t(`closing.gate.${mark}`)}</span>
        </span>
        <span className={ok ? 'faint num' : 'num'}>
          {total > 0 ? `${formatCount(done)} / ${formatCount(total)}` : t('closing.gate.nothing')}
        </span>
      </div>
      {report && <p className="gate-report faint">{t(`gate.report.${report.code}`, report.facts)}</p>}
      {!ok &&
        (id === 'keys-prepared' ? (
          <KeysDeed gate={gate} signOff={signOff} />
        ) : (
          <MissingLines gate={gate} signOff={signOff} />
        ))}
    </li>
  );
}

function MissingLines({ gate, signOff }: { gate: GateState; signOff: SignOff }) {
  const { t } = useTranslation();
  const clients = useQuery(handovers.listBatchClients.queryOptions({ input: { handover: signOff.handover } }));
  const names = useMemo(() => new Map(clients.data?.map(({ client, name }) => [client, name])), [clients.data]);
  const lines = gathered(gate.missing);
  const shown = lines.slice(0, missingShown);
  const unnamed = gate.total - gate.done - shown.reduce((all, { length }) => all + length, 0);
  return (
    <ul className="gate-missing">
      {shown.map((line) => {
        const [one] = line as [Missing];
        const mend = mendAt(one, gate, signOff);
        const what = t(`gate.missing.${one.code}`, { ...one.facts, defaultValue: one.code });
        return (
          <li key={one.client ?? what}>
            <span className="gate-what quiet">
              {one.client && <span>{names.get(one.client) ?? t('closing.missing.client')}</span>}
              <span className={one.client ? 'cut faint' : undefined} title={what}>
                {what}
              </span>
              {line.length > 1 && <span className="num">×{formatCount(line.length)}</span>}
            </span>
            {mend && <Link to={mend.to}>{t(mend.text)}</Link>}
          </li>
        );
      })}
      {unnamed > 0 && (
        <li className="faint">{t('closing.missing.more', { count: unnamed, shown: formatCount(unnamed) })}</li>
      )}
    </ul>
  );
}

/** What is missing of the same client stands together: one goes there once. */
function gathered(missing: Missing[]): Missing[][] {
  const lines = Map.groupBy(missing, ({ client, code, facts }) => client ?? `${code} ${JSON.stringify(facts)}`);
  return [...lines.values()];
}

/** Where what is missing is mended. */
function mendAt(
  { client, facts, code }: Missing,
  { id }: GateState,
  { handover }: SignOff,
): { to: string; text: string } | null {
  if (id === 'keys-prepared') return null;
  if (id === 'samples-accepted') return { to: paths.handover(handover, 'sampling'), text: 'closing.mend.sampling' };
  if (id === 'restore-rehearsed') return null;
  if (typeof facts.issue === 'string') return { to: paths.issue(facts.issue), text: 'closing.mend.issue' };
  if (code === 'pledge-unsigned') return { to: paths.handover(handover, 'pledges'), text: 'closing.mend.pledge' };
  if (code === 'agreement-unsigned') return { to: paths.letters(), text: 'closing.mend.pledge' };
  if (client) return { to: paths.checking(handover, client), text: 'closing.mend.check' };
  return { to: paths.handover(handover), text: 'closing.mend.handover' };
}
