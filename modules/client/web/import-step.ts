import type { ImportReading } from '#modules/client/client.contract.ts';

/** What every step of the wizard is given: what was understood, what the person has said so far, and how to say more. */
export interface ImportStep {
  read: ImportReading;
  said: ImportReading['arrangement'];
  onSay: (next: ImportReading['arrangement']) => void;
}
