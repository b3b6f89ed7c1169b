import { evidence, kinds, methods, statutoryKinds } from './kinds.ts';
import { lateFees, laws } from './laws.ts';
import { clientNotice } from './letters/client-notice.ts';
import { confidentiality } from './letters/confidentiality.ts';
import { monitoringNotice } from './letters/monitoring-notice.ts';
import { responsibility } from './letters/responsibility.ts';
import { signingAgreement } from './letters/signing-agreement.ts';
import { mandatoryLines, recordLines, secretLine, trades } from './lines.ts';
import type { PlaybookContent } from './playbook-shape.ts';
import { retention } from './retention.ts';
import { gates, stages } from './stages.ts';
import { crossChecks, sampling } from './standards.ts';

/** The playbook that a firm begins with. It is data: the firm publishes its own versions of it. */
export const defaultPlaybook: PlaybookContent = {
  name: { zh: '代理记账标准交接', en: 'Standard handover of a bookkeeping agency' },
  description: {
    zh: '适用于代理记账机构内部主办会计离职、调岗和休假代管时的客户交接。',
    en: 'For handing clients from accountant to accountant within a bookkeeping agency on leaving, moving or leave.',
  },
  stages,
  gates,
  evidence,
  methods,
  kinds,
  mandatoryLines,
  recordLines,
  secretLine,
  statutoryKinds,
  trades,
  whatCounts: {
    moneyTolerance: '0.00',
    writtenDifferently: 'agrees',
    differencesAddUp: 'absolute',
    unchecked: 'named',
    laterChange: 'stale',
  },
  deadlines: { notice: 3, acceptAppointment: 1, answerDifference: 1, confirmCorrection: 1, changeSecret: 1 },
  retention: [...retention],
  letters: [confidentiality, responsibility, signingAgreement, monitoringNotice, clientNotice],
  lateFees,
  crossChecks,
  sampling,
  rules: [...laws],
};
