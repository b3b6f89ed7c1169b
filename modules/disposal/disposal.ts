export { certify } from './certify.ts';
export { carryOut, destroy } from './destroy.ts';
export { askToAppraise } from './due.ts';
export { listDisposals, readDisposal } from './lookup.ts';
export { openDisposalPaper } from './open-paper.ts';
export { prepareDisposal, previewDisposal } from './prepare.ts';
export { signDisposal, withdrawDisposal } from './sign.ts';
