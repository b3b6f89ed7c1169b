export { endAccess } from './begin-access.ts';
export { gates } from './gates.ts';
export { issueLetters, myNotice, openLetters, openMyLetters } from './issue-letters.ts';
export { type LetterFile, letterFilesOf, readLetter } from './letters.ts';
export { declineLetter, signLetter } from './sign-letter.ts';
export { type KeptSignature, type NewSignature, recordSignature, signaturesOf, voidSignatures } from './signatures.ts';
