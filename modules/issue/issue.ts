export { answerIssue, raiseIssue, withdrawIssue } from './answer.ts';
export { coursesOf, type ReadStep } from './course.ts';
export { gates } from './gates.ts';
export { type Issue, findIssue, issuesOf } from './lookup.ts';
export { approveNote, notesOf, type PrintedNote, proposeNote, returnNote } from './note.ts';
export { type Case, type NewIssue, open } from './open-issue.ts';
export { listIssues, readIssue } from './read-issue.ts';
export { liveIssuesOn, settle } from './settle.ts';
