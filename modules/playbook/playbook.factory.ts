/** The playbook that every firm begins with. */
export { defaultPlaybook } from './content/default-playbook.ts';
